"""What lists of this family may be filtered and ordered by.

One entity for each kind of row, with the words that AWX has for its fields
and relations. The same catalog serves query parameters and `host_filter`.
"""

from placement_inv import smartfilter
from placement_inv.objects.host_inventory.filter_catalog import changes
from placement_inv.objects.host_inventory.filter_catalog import machines
from placement_inv.objects.host_inventory.filter_catalog import people
from placement_inv.objects.host_inventory.filter_catalog import updates

_ENTITIES = (
    machines.ORGANIZATION,
    machines.INVENTORY,
    machines.HOST,
    machines.GROUP,
    updates.SOURCE,
    updates.UPDATE,
    people.USER,
)


def about(entity):
    """Return the catalog for filters on rows of one entity."""
    return smartfilter.Catalog(
        entity, tuple(other for other in _ENTITIES if other is not entity)
    )


ORGANIZATIONS = about(machines.ORGANIZATION)
INVENTORIES = about(machines.INVENTORY)
HOSTS = about(machines.HOST)
GROUPS = about(machines.GROUP)
SOURCES = about(updates.SOURCE)
UPDATES = about(updates.UPDATE)
EVENTS = about(updates.EVENT)
USERS = smartfilter.Catalog(people.USER)
TOKENS = smartfilter.Catalog(people.TOKEN, (people.USER,))
CHANGES = about(changes.CHANGE)
