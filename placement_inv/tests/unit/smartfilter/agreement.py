"""Compares the hosts that SQL finds with those of plain Python."""

import sqlalchemy as sa

from placement_inv.smartfilter import sql
from placement_inv.tests.unit.smartfilter import oracle
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world


def check(test, contents, resolved_filter, text):
    """Fail a test, which has a connection, if the hosts are different."""
    world.fill(test.connection, contents)
    select = sa.select(world.HOSTS.c.id).where(sql.condition(resolved_filter))
    expected = [
        row['id']
        for row in rows.as_dicts(contents)
        if oracle.holds(resolved_filter.root, row)
    ]
    test.assertEqual(expected, sorted(test.connection.scalars(select)), text)
