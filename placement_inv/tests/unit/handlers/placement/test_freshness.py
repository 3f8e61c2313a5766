"""How old an answer says that it is."""

import datetime
from email import utils
import types

import testtools

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions

_NEW = types.SimpleNamespace(version=versions.CACHE_HEADERS)
_OLD = types.SimpleNamespace(version=versions.NESTED_PROVIDERS)


class TestHeaders(testtools.TestCase):
    def test_the_newest_moment_counts(self):
        found = freshness.headers(
            _NEW,
            datetime.datetime(2026, 1, 2, 3, 4, 5, 678),
            None,
            datetime.datetime(2025, 1, 2, 3, 4, 5),
        )
        self.assertEqual(
            {
                'Cache-Control': 'no-cache',
                'Last-Modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
            },
            found,
        )

    def test_what_has_no_moment_is_of_now(self):
        said = freshness.headers(_NEW)['Last-Modified']
        age = datetime.datetime.now(
            datetime.UTC
        ) - utils.parsedate_to_datetime(said)
        self.assertLess(abs(age), datetime.timedelta(minutes=1))

    def test_not_before_the_version(self):
        self.assertEqual({}, freshness.headers(_OLD))
