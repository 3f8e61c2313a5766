"""Filters on fields that have the same value in every row."""

from placement_inv import smartfilter
from placement_inv.objects.host_inventory.filter_catalog import constants
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import update
from placement_inv.smartfilter import catalog
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_LISTS = (
    (organization.page, constants.OF_ORGANIZATIONS),
    (host.page, constants.OF_HOSTS),
    (source.page, constants.OF_SOURCES),
    (update.page, constants.OF_UPDATES),
)
#: (key, value) of what is true of all rows, and of none.
_OF_KIND = {
    catalog.Kind.BOOLEAN: (('', 'false'), ('', 'true')),
    catalog.Kind.DATETIME: (('__isnull', 'true'), ('__gt', '2020-01-01')),
}
_EMPTY = (('', ''), ('__icontains', 'x'))
_NULL = (('__isnull', 'true'), ('', 'x'))
_NOWHERE = (('', 'null'), ('', '5'))


def _facts(step):
    """Return a condition that all rows meet, and one that none meets."""
    if isinstance(step, catalog.Relation):
        return _NOWHERE
    if step.kind in _OF_KIND:
        return _OF_KIND[step.kind]
    is_null = step.name in ('custom_virtualenv', 'work_unit_id')
    return _NULL if is_null else _EMPTY


@base.on_every_database
class TestAbsentFields(updating.UpdateCase):
    def setUp(self):
        super().setUp()
        world.make_host(self.ctx, self.inventory.id, 'h1')
        self.launch(self.make_source())

    def test_constants_match_all_rows_or_none(self):
        for page, steps in _LISTS:
            for step in steps:
                for (suffix, value), expected in zip(
                    _facts(step), (1, 0), strict=True
                ):
                    key = f'{step.name}{suffix}'
                    term = smartfilter.Parameter(key, value)
                    query = list_page.Query(
                        terms=(term,), order_by=(step.name,)
                    )
                    result = page(self.ctx, query)
                    self.assertEqual(expected, result.count, (key, value))
                    self.assertEqual(expected, len(result.rows))
