"""Finds the row that defines a variable of a host: host, group or inventory.

The rule is Ansible's variable precedence: a host overrides its groups and all
groups above them, which override the inventory. Among groups the deepest one
wins, then the one of the highest `ansible_group_priority`, then the last by
name.
"""

import sqlalchemy as sa

from placement_inv.db import tables

_t = tables.host_inventory
_PRIORITY = 'ansible_group_priority'
_INVENTORY, _GROUP, _HOST = range(3)


def find_effective(backend, name):
    """Return a select of (id of a host, document that defines a variable).

    Hosts without the variable are left out. `backend` is the Backend of the
    database.
    """
    definitions = sa.union_all(
        _host_definitions(backend, name),
        _group_definitions(backend, name),
        _inventory_definitions(backend, name),
    ).subquery()
    place = sa.func.row_number().over(
        partition_by=definitions.c.id,
        order_by=(
            definitions.c.layer.desc(),
            definitions.c.depth.desc(),
            definitions.c.priority.desc(),
            definitions.c.name.desc(),
        ),
    )
    ranks = sa.select(
        definitions.c.id, definitions.c.document, place.label('place')
    ).subquery()
    return sa.select(ranks.c.id, ranks.c.document).where(ranks.c.place == 1)


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
        .join(groups, groups.c.id == below.c.definer)
        .join(depths, depths.c.definer == below.c.definer)
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
    """Return a select of the groups that define a variable."""
    groups = _t.host_groups.alias()
    return sa.select(
        groups.c.id.label('definer'), groups.c.id.label('id')
    ).where(backend.has_member(groups.c.variables_data, name))


def _select_descendants(backend, name):
    """Return (definer, id): groups at or below each group that defines it."""
    descendants = _select_definers(backend, name).cte(
        recursive=True, nesting=True
    )
    links = _t.host_group_children.alias()
    return descendants.union(
        sa.select(descendants.c.definer, links.c.child_id).where(
            links.c.parent_id == descendants.c.id
        )
    )


def _select_depths(backend, name):
    """Return (definer, depth): the depth of each group that defines it."""
    ancestors = (
        _select_definers(backend, name)
        .add_columns(sa.literal(1, sa.Integer).label('depth'))
        .cte(recursive=True, nesting=True)
    )
    links = _t.host_group_children.alias()
    ancestors = ancestors.union(
        sa.select(
            ancestors.c.definer, links.c.parent_id, ancestors.c.depth + 1
        ).where(links.c.child_id == ancestors.c.id)
    )
    return (
        sa.select(
            ancestors.c.definer, sa.func.max(ancestors.c.depth).label('depth')
        )
        .group_by(ancestors.c.definer)
        .subquery()
    )
