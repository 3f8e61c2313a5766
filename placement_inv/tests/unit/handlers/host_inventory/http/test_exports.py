"""What the cells of a table are, for programs that calculate tables."""

import csv
import io

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
                f'{start}---\na: 1',
            ):
                self.assertEqual([f"'{text}", 'x'], _read(text, 'x'))

    def test_other_texts_are_as_they_are(self):
        for text in ('', 'a=1', ' =1', "'=1", '"=1"', '1', 'é', '{"a": "=1"}'):
            self.assertEqual([text, 'x'], _read(text, 'x'))

    def test_numbers_stay_numbers(self):
        self.assertEqual(
            ['-1', '-0.5', 'true', '', '["=1"]', '{"-a":"+b"}'],
            _read(-1, -0.5, True, None, ['=1'], {'-a': '+b'}),
        )
