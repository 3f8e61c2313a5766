"""The headers with the time of the last change."""

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
        headers = freshness.headers(
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
            headers,
        )

    def test_without_a_moment_the_time_is_now(self):
        text = freshness.headers(_NEW)['Last-Modified']
        age = datetime.datetime.now(
            datetime.UTC
        ) - utils.parsedate_to_datetime(text)
        self.assertLess(abs(age), datetime.timedelta(minutes=1))

    def test_older_versions_have_no_headers(self):
        self.assertEqual({}, freshness.headers(_OLD))
