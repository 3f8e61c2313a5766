"""The documented history is the history in the code."""

import pathlib
import re

import testtools

import placement_inv
from placement_inv.handlers.placement import versions

_PAGE = (
    pathlib.Path(placement_inv.__file__).parent.parent
    / 'doc/source/microversions.rst'
)


class TestHistory(testtools.TestCase):
    def test_every_version_has_a_row_and_every_row_a_version(self):
        text = _PAGE.read_text(encoding='utf-8')
        section = text.partition('.. _placement-history:')[2]
        section = section.partition('.. _host-inventory-history:')[0]
        rows = re.findall(r'^   \* - (\d\S*)$', section, re.MULTILINE)
        self.assertEqual(versions.history.numbers, rows)
