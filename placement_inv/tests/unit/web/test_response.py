"""Bodies that are written in pieces."""

import json

import testtools

from placement_inv.web import response


class TestWithLast(testtools.TestCase):
    def _written(self, pairs):
        texts = response.members(pairs)
        made = response.json_with_end({'a': [1]}, b'"last":{', *texts, b'}}')
        self.assertEqual('application/json', made.headers['Content-Type'])
        self.assertEqual(len(made.body), made.content_length)
        return json.loads(made.body)

    def test_as_many_members_as_there_are_are_written(self):
        for count in (0, 1, 999, 1000, 1001, 2500):
            pairs = {f'h{number}': {'n': number} for number in range(count)}
            written = self._written(iter(pairs.items()))
            self.assertEqual({'a': [1], 'last': pairs}, written)
            self.assertEqual(list(pairs), list(written['last']))

    def test_numbers_that_are_large_are_written_too(self):
        pairs = {f'h{number}': {'n': 10**30 + number} for number in range(3)}
        self.assertEqual(pairs, self._written(pairs.items())['last'])
