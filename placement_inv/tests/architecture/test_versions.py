"""The documentation describes every version of both families."""

import pathlib
import re

import testtools

import placement_inv
from placement_inv.handlers.host_inventory import versions as host_inventory
from placement_inv.handlers.placement import versions as placement

_PAGE = (
    pathlib.Path(placement_inv.__file__).parent.parent
    / 'doc'
    / 'source'
    / 'microversions.rst'
)


class TestVersions(testtools.TestCase):
    def _list_documented_versions(self, family):
        """Return the versions in the table of one family."""
        _, _, rest = _PAGE.read_text('utf-8').partition(f'\n{family}\n====')
        table = re.split(r'\n\.\. _', rest)[0]
        return re.findall(r'^   \* - (\d+\.\d+)$', table, re.MULTILINE)

    def test_each_version_of_placement_has_a_row(self):
        self.assertEqual(
            placement.history.numbers,
            self._list_documented_versions('placement'),
        )

    def test_each_version_of_host_inventory_has_a_row(self):
        self.assertEqual(
            host_inventory.history.numbers,
            self._list_documented_versions('host-inventory'),
        )
