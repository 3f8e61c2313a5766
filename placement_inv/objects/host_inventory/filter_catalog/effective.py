"""Which row says a variable of a host: it, a group or its inventory.

Ansible asks for each variable: the host goes before its groups and all above
them, these before the inventory. Of groups the deepest says it, then the one
of the highest `ansible_group_priority`, then the last by name.
"""

import sqlalchemy as sa

from placement_inv.db import tables

_t = tables.host_inventory
_PRIORITY = 'ansible_group_priority'
_INVENTORY, _GROUP, _HOST = range(3)


def find_effective(backend, name):
    """Return a select of (id of a host, document) for one variable.

    A host without it is missing. `backend` has the backend of a database.
    """
    said = sa.union_all(
        _host_definitions(backend, name),
        _group_definitions(backend, name),
        _inventory_definitions(backend, name),
    ).subquery()
    place = sa.func.row_number().over(
        partition_by=said.c.id,
        order_by=(
            said.c.layer.desc(),
            said.c.depth.desc(),
            said.c.priority.desc(),
            said.c.name.desc(),
        ),
    )
    ranked = sa.select(
        said.c.id, said.c.document, place.label('place')
    ).subquery()
    return sa.select(ranked.c.id, ranked.c.document).where(ranked.c.place == 1)


def _host_definitions(backend, name):
    hosts = _t.hosts.alias()
    document = hosts.c.variables_data
    return _select_definitions(hosts.c.id, document, _HOST).where(
        backend.has_member(document, name)
    )


def _inventory_definitions(backend, name):
    hosts, inventories = _t.hosts.alias(), _t.host_inventories.alias()
    document = inventories.c.variables_data
    return (
        _select_definitions(hosts.c.id, document, _INVENTORY)
        .select_from(hosts)
        .join(inventories, inventories.c.id == hosts.c.host_inventory_id)
        .where(backend.has_member(document, name))
    )


def _group_definitions(backend, name):
    members, groups = _t.host_group_hosts.alias(), _t.host_groups.alias()
    below, depths = (
        _select_descendants(backend, name),
        _select_depths(backend, name),
    )
    document = groups.c.variables_data
    return (
        _select_definitions(
            members.c.host_id,
            document,
            _GROUP,
            depths.c.depth,
            sa.func.coalesce(backend.member_number(document, _PRIORITY), 1),
            groups.c.name,
        )
        .select_from(below)
        .join(members, members.c.group_id == below.c.id)
        .join(groups, groups.c.id == below.c.speaker)
        .join(depths, depths.c.speaker == below.c.speaker)
    )


def _select_definitions(
    host_id, document, layer, depth=None, priority=None, name=None
):
    return sa.select(
        host_id.label('id'),
        document.label('document'),
        sa.literal(layer, sa.Integer).label('layer'),
        (sa.literal(0, sa.Integer) if depth is None else depth).label('depth'),
        _as_double(priority).label('priority'),
        (sa.literal('', sa.String) if name is None else name).label('name'),
    )


def _as_double(priority):
    return sa.cast(0 if priority is None else priority, sa.Double)


def _select_definers(backend, name):
    """Return a select of the groups that say the variable."""
    groups = _t.host_groups.alias()
    return sa.select(
        groups.c.id.label('speaker'), groups.c.id.label('id')
    ).where(backend.has_member(groups.c.variables_data, name))


def _select_descendants(backend, name):
    """Return the groups at or below each that says the variable."""
    found = _select_definers(backend, name).cte(recursive=True, nesting=True)
    links = _t.host_group_children.alias()
    return found.union(
        sa.select(found.c.speaker, links.c.child_id).where(
            links.c.parent_id == found.c.id
        )
    )


def _select_depths(backend, name):
    """Return how deep each group lies that says the variable."""
    found = (
        _select_definers(backend, name)
        .add_columns(sa.literal(1, sa.Integer).label('depth'))
        .cte(recursive=True, nesting=True)
    )
    links = _t.host_group_children.alias()
    found = found.union(
        sa.select(found.c.speaker, links.c.parent_id, found.c.depth + 1).where(
            links.c.child_id == found.c.id
        )
    )
    return (
        sa.select(found.c.speaker, sa.func.max(found.c.depth).label('depth'))
        .group_by(found.c.speaker)
        .subquery()
    )
