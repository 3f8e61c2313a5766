"""The catalog of what filters and lists of this family may name.

It has one entity for each kind of row, with AWX's names of its fields and
relations. Query parameters and `host_filter` use the same catalog.
"""

from placement_inv import smartfilter
from placement_inv.objects.host_inventory.filter_catalog import changes
from placement_inv.objects.host_inventory.filter_catalog import machines
from placement_inv.objects.host_inventory.filter_catalog import object_roles
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
    object_roles.TEAM,
)


#: The same, with the fields of hosts that only parameters have.
_LISTED = tuple(
    machines.LISTED_HOST if entity is machines.HOST else entity
    for entity in _ENTITIES
)


def _catalog(entity, entities=_LISTED):
    """Return the catalog whose root is one of some entities."""
    return smartfilter.Catalog(
        entity, tuple(other for other in entities if other is not entity)
    )


#: For `host_filter`; lists of hosts use LISTED_HOSTS.
HOSTS = _catalog(machines.HOST, _ENTITIES)
LISTED_HOSTS = _catalog(machines.LISTED_HOST)
ORGANIZATIONS = _catalog(machines.ORGANIZATION)
INVENTORIES = _catalog(machines.INVENTORY)
GROUPS = _catalog(machines.GROUP)
SOURCES = _catalog(updates.SOURCE)
UPDATES = _catalog(updates.UPDATE)
EVENTS = _catalog(updates.EVENT)
USERS = smartfilter.Catalog(people.USER)
TOKENS = smartfilter.Catalog(people.TOKEN, (people.USER,))
TEAMS = _catalog(object_roles.TEAM)
ROLES = smartfilter.Catalog(object_roles.ROLE)
CHANGES = _catalog(changes.CHANGE)
