"""The history of an API family: each feature with its first version."""

import bisect

import microversion_parse


def parse(number):
    """Return the comparable version of a text such as '1.5'."""
    return microversion_parse.parse_version_string(number)


class History:
    """The features of one family, in the order of their versions.

    Code compares `req.version >= versions.SOMETHING`, where SOMETHING is a
    result of `feature`; the number is written nowhere else.
    """

    def __init__(self, service_type):
        self.service_type = service_type
        #: (version, one sentence) rows, oldest first.
        self.features = []

    def feature(self, number, sentence):
        """Add a feature and return its version, a comparable tuple."""
        version = parse(number)
        bisect.insort(self.features, (version, sentence))
        return version

    @property
    def numbers(self):
        """Every version as text, oldest first, each once."""
        return [str(version) for version in self.versions]

    @property
    def versions(self):
        return sorted({version for version, _sentence in self.features})

    @property
    def first(self):
        return self.versions[0]

    @property
    def last(self):
        return self.versions[-1]


def by_version(*rows):
    """Return a function: version -> value of the newest row not after it.

    Each row is (version, value), in any order. The function returns None for
    a version before all rows.
    """
    sorted_rows = sorted(rows, key=lambda row: row[0])
    starts = [row[0] for row in sorted_rows]

    def choose(version):
        position = bisect.bisect_right(starts, version)
        return sorted_rows[position - 1][1] if position else None

    return choose
