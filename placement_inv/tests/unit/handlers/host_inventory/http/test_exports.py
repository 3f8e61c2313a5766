"""The cells of a table, as spreadsheet programs read them."""

import csv
import io
import json

import testtools

from placement_inv.handlers.host_inventory.http import exports


def _read(*values):
    """Return the cells of a row with some values, as a program reads them."""
    names = [f'c{number}' for number in range(len(values))]
    document = dict(zip(names, values, strict=True))
    text = b''.join(exports._table([document])).decode()
    return list(csv.reader(io.StringIO(text)))[1]


class TestCells(testtools.TestCase):
    def test_no_text_is_a_formula(self):
        for start in '=+-@\t\r\n＝＋－＠':
            for text in (
                start,
                f'{start}cmd|"/c calc"!A1',
                f'{start}1,2',
                f'{start}a---\na: 1',
            ):
                self.assertEqual([f"'{text}", 'x'], _read(text, 'x'))

    def test_no_part_behind_another_separator_is_a_formula(self):
        for separator in (';', '\t', '\n', '\r', '\r\n', ';"', ';""', ';;'):
            for start in '=+-@＝＋－＠':
                self.assertEqual(
                    [f"a{separator}'{start}1;b", 'x'],
                    _read(f'a{separator}{start}1;b', 'x'),
                )
        self.assertEqual(["'\n'-1;'+2"], _read('\n-1;+2'))

    def test_no_part_of_a_document_is_a_formula(self):
        document = ['a;=1', {';"-b': 1}]
        (cell,) = _read(document)
        self.assertEqual(["a;'=1", {';"-b': 1}], json.loads(cell))
        self.assertEqual('["\\n-1",";\'-1"]', _read(['\n-1', ';-1'])[0])

    def test_other_texts_are_as_they_are(self):
        for text in (
            '',
            'a=1',
            ' =1',
            "'=1",
            '"=1"',
            '1',
            'é',
            '{"a": "=1"}',
            'a,-1',
            'a; -1',
            'a;b\nc',
        ):
            self.assertEqual([text, 'x'], _read(text, 'x'))

    def test_numbers_stay_numbers(self):
        self.assertEqual(
            ['-1', '-0.5', 'true', '', '["=1"]', '{"-a":"+b"}'],
            _read(-1, -0.5, True, None, ['=1'], {'-a': '+b'}),
        )
