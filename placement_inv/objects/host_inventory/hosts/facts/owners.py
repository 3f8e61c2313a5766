"""Which host keeps the facts of a host.

That is the host itself, except of one that a constructed inventory is made
of: its facts lie with the host that it was made from, so that a playbook
over the constructed inventory and one over its inputs share what they learn.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories

#: The kind of the inventory that a host lies in.
_KIND = (
    sa.select(_inventories.c.kind)
    .where(_inventories.c.id == _hosts.c.host_inventory_id)
    .scalar_subquery()
    .label('kind')
)
#: What `id_from` reads of a row of hosts.
COLUMNS = (_hosts.c.id, _hosts.c.instance_id, _KIND)

_SUBJECT = (_hosts.c.id, _hosts.c.name, _hosts.c.host_inventory_id)


@dataclasses.dataclass(frozen=True, slots=True)
class NamedHost:
    """A host that was asked for by name, and the one that keeps its facts."""

    id: int
    #: A record.Subject; None where the original is gone.
    owner: audit_log.Subject | None


def id_from(row):
    """Return the id of who keeps a host's facts; None where nothing tells."""
    if inventory_kinds.KINDS[row.kind].stores_facts:
        return row.id
    original_id = membership.original_id(row.instance_id)
    return None if original_id == row.id else original_id


def are_owners(ids):
    """Return the condition of hosts: those of some ids that keep facts."""
    others = inventory_kinds.words(lambda kind: not kind.stores_facts)
    return sa.and_(
        _hosts.c.id.in_(sorted(ids)), *(word != _KIND for word in others)
    )


def lock(ctx, key):
    """Return who keeps the facts of the host that a key names.

    Nobody else writes them meanwhile. OriginalGone if there is no owner.
    """
    select = sa.select(
        *COLUMNS, _hosts.c.name, _hosts.c.host_inventory_id
    ).where(rows.matches_key(_hosts, key))
    row = ctx.connection.execute(rows.for_update(select)).first()
    if row is None:
        raise errors.NoMatch(model='Host')
    owner_id = id_from(row)
    if owner_id == row.id:
        return audit_log.host(row.id, row.name, row.host_inventory_id)
    owner = owner_id and _lock_rows(ctx, [owner_id]).get(owner_id)
    if not owner:
        raise errors.OriginalGone()
    return owner


def lock_by_name(ctx, inventory, names):
    """Return {name: Named} of the hosts there are in an inventory (an Owner).

    The owners are locked in one order.
    """
    select = (
        membership.hosts_of(inventory)
        .where(_hosts.c.name.in_(sorted(names)))
        .with_only_columns(*COLUMNS, _hosts.c.name)
    )
    host_rows = ctx.connection.execute(select).all()
    ids = {row.name: id_from(row) for row in host_rows}
    owners = _lock_rows(ctx, {id_ for id_ in ids.values() if id_ is not None})
    return {
        row.name: NamedHost(row.id, owners.get(ids[row.name]))
        for row in host_rows
        # One of no constructed inventory was deleted in this moment.
        if ids[row.name] in owners or ids[row.name] != row.id
    }


def exists(ctx, host_id):
    """Tell whether there is such a host that keeps facts."""
    select = sa.select(_hosts.c.id).where(are_owners([host_id]))
    return ctx.connection.execute(select).first() is not None


def _lock_rows(ctx, ids):
    """Return {id: record.Subject} of the owners among some ids."""
    select = sa.select(*_SUBJECT).where(are_owners(ids)).order_by(_hosts.c.id)
    return {
        row.id: audit_log.host(*row)
        for row in ctx.connection.execute(rows.for_update(select))
    }
