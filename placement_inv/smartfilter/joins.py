"""Joins between tables, for the relations of a catalog.

They use only the columns, ``alias`` and ``join`` of a table.
"""

from placement_inv.smartfilter.catalog import Join


def by_columns(near, table, far):
    """Return a function that joins rows with an equal column.

    >>> by_columns('inventory_id', inventories, 'id')     # to one
    >>> by_columns('id', inventory_sources, 'inventory_id')     # to many
    """

    def join(parent):
        target = table.alias()
        return Join(target, target, target.c[far] == parent.c[near])

    return join


def by_link(link, near, far, table, near_key='id', far_key='id'):
    """Return a function that joins through an association table.

    >>> by_link(group_hosts, 'host_id', 'group_id', groups)
    """

    def join(parent):
        pairs, target = link.alias(), table.alias()
        source = pairs.join(target, pairs.c[far] == target.c[far_key])
        return Join(source, target, pairs.c[near] == parent.c[near_key])

    return join
