"""Conversations are many-sided, and the same in every run."""

import collections

import testtools

from placement_inv.tests.wire import conversations
from placement_inv.tests.wire.corpus.ask import Ask


def _requests(number, holds=lambda _path: True):
    return [
        f'{version} {ask}'
        for version, ask in conversations.requests(number, holds)
    ]


class TestRequests(testtools.TestCase):
    def test_a_number_says_all(self):
        self.assertEqual(_requests(1), _requests(1))
        self.assertNotEqual(_requests(1), _requests(2))

    def test_every_method_at_every_version(self):
        asked = [
            (version, ask.method)
            for number in range(20)
            for version, ask in conversations.requests(number, bool)
        ]
        versions, methods = map(collections.Counter, zip(*asked, strict=True))
        self.assertEqual(40, len(versions))
        self.assertTrue(
            {'GET', 'POST', 'PUT', 'DELETE', 'HEAD'} <= set(methods)
        )

    def test_who_never_held_anything_is_not_named_again(self):
        seen = collections.Counter()
        for _version, ask in conversations.requests(3, lambda _path: False):
            if ask.method == 'PUT' and ask.path.startswith('/allocations/'):
                seen[ask.path] += 1
        self.assertTrue(seen)
        self.assertEqual({1}, set(seen.values()))

    def test_what_follows_a_reshape_says_so(self):
        after = [
            (ask.path.startswith('/reshaper'), ask.after)
            for number in range(20)
            for _version, ask in conversations.requests(number, bool)
            if isinstance(ask, Ask)
        ]
        self.assertIn('a reshape', {said for _is, said in after})
        for (is_reshape, _said), (_is, said) in zip(
            after, after[1:], strict=False
        ):
            if is_reshape:
                self.assertEqual('a reshape', said)
