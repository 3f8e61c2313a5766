"""Ready-made ways between tables, for the relations of a catalog.

They use nothing of a table but its columns, ``alias`` and ``join``.
"""

from placement_inv.smartfilter.catalog import Join


def by_columns(near, table, far):
    """Hop where a column here equals a column there.

    >>> by_columns('inventory_id', inventories, 'id')     # to one
    >>> by_columns('id', inventory_sources, 'inventory_id')     # to many
    """

    def hop(parent):
        target = table.alias()
        return Join(target, target, target.c[far] == parent.c[near])

    return hop


def by_link(link, near, far, table, near_key='id', far_key='id'):
    """Hop through a table of pairs.

    >>> by_link(group_hosts, 'host_id', 'group_id', groups)
    """

    def hop(parent):
        pairs, target = link.alias(), table.alias()
        source = pairs.join(target, pairs.c[far] == target.c[far_key])
        return Join(source, target, pairs.c[near] == parent.c[near_key])

    return hop
