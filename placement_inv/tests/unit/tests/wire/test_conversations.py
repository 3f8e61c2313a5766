"""Conversations are varied, and repeat with their number."""

import collections

import testtools

from placement_inv.tests.wire import conversations


def _requests(number, has_allocations=lambda _path: True):
    return [
        f'{version} {request}'
        for version, request in conversations.requests(number, has_allocations)
    ]


class TestRequests(testtools.TestCase):
    def test_the_number_is_the_seed(self):
        self.assertEqual(_requests(1), _requests(1))
        self.assertNotEqual(_requests(1), _requests(2))

    def test_every_method_at_every_version(self):
        requests = [
            (version, request.method)
            for number in range(20)
            for version, request in conversations.requests(number, bool)
        ]
        versions, methods = map(
            collections.Counter, zip(*requests, strict=True)
        )
        self.assertEqual(40, len(versions))
        self.assertTrue(
            {'GET', 'POST', 'PUT', 'DELETE', 'HEAD'} <= set(methods)
        )

    def test_a_consumer_without_allocations_is_not_used_again(self):
        counts = collections.Counter()
        for _version, request in conversations.requests(
            3, lambda _path: False
        ):
            if request.method == 'PUT' and request.path.startswith(
                '/allocations/'
            ):
                counts[request.path] += 1
        self.assertTrue(counts)
        self.assertEqual({1}, set(counts.values()))
