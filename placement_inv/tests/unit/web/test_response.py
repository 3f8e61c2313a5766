"""JSON bodies that are encoded in parts."""

import json

import testtools

from placement_inv.web import response


class TestJsonWithEnd(testtools.TestCase):
    def _write(self, pairs):
        texts = response.members(pairs)
        answer = response.json_with_end({'a': [1]}, b'"last":{', *texts, b'}}')
        self.assertEqual('application/json', answer.headers['Content-Type'])
        self.assertEqual(len(answer.body), answer.content_length)
        return json.loads(answer.body)

    def test_all_members_are_written_in_order(self):
        for count in (0, 1, 999, 1000, 1001, 2500):
            pairs = {f'h{number}': {'n': number} for number in range(count)}
            document = self._write(iter(pairs.items()))
            self.assertEqual({'a': [1], 'last': pairs}, document)
            self.assertEqual(list(pairs), list(document['last']))

    def test_numbers_beyond_64_bits_are_written(self):
        pairs = {f'h{number}': {'n': 10**30 + number} for number in range(3)}
        self.assertEqual(pairs, self._write(pairs.items())['last'])
