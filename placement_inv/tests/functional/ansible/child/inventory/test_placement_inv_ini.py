"""Inventory files have exact integers, and INI files no infinite numbers."""

import os
import tempfile
import unittest

from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document


class NumbersTest(unittest.TestCase):
    """Numbers of every size, from files that people write."""

    def _read(self, name, text):
        directory = self.enterContext(tempfile.TemporaryDirectory())
        with open(os.path.join(directory, name), 'w') as file:
            file.write(text)
        result = command.run(command.Request(name, (directory,)))
        self.assertEqual('', result.explanation, result.output)
        return document.parse(result.document)

    def test_an_ini_file_has_exact_integers_and_no_infinite_numbers(self):
        values = {
            '1e400': '1e400',
            '-1e400': '-1e400',
            '4e12345': '4e12345',
            '[1e400]': '[1e400]',
            '4e1234': '4e1234',
            '18446744073709551617': 18446744073709551617,
            '1e2': 100.0,
            '0.5': 0.5,
            '"1e400"': '1e400',
            'text': 'text',
            '[1,2]': [1, 2],
            'True': True,
        }
        text = ' '.join(
            f"v{place}='{value}'" for place, value in enumerate(values)
        )
        read = self._read('estate.ini', f'[web]\nweb1 {text}\n')
        self.assertEqual(
            {f'v{place}': each for place, each in enumerate(values.values())},
            read.hosts['web1'].variables,
        )

    def test_other_files_have_exact_integers(self):
        for name, text in (
            (
                'estate.yml',
                'web: {hosts: {web1: {v: 18446744073709551617, w: 4e12345}}}',
            ),
            (
                'estate.json',
                '{"web": {"hosts": {"web1": '
                '{"v": 18446744073709551617, "w": "4e12345"}}}}',
            ),
        ):
            read = self._read(name, text)
            self.assertEqual(
                {'v': 18446744073709551617, 'w': '4e12345'},
                read.hosts['web1'].variables,
                name,
            )
