"""Many hosts in one transaction: all are made, or deleted, or none is."""

import collections

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import names as host_names
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups

#: Names that a refusal tells of at most.
_SHOWN = 100


@transactions.writer
def create(ctx, inventory_id, hosts):
    """Create hosts in an inventory; return (id, values) of each, in order."""
    inventory = lock_inventory(ctx, inventory_id)
    kind = inventory_kinds.KINDS[inventory.kind]
    if inventory_kinds.HOST not in kind.accepts:
        raise errors.NotManual()
    hosts = _check_values(hosts)
    names = [values['name'] for values in hosts]
    _refuse_twice(names)
    _refuse_names_of_groups(ctx, inventory_id, names)
    _refuse_taken(ctx, inventory_id, names)
    common_columns = {
        'host_inventory_id': inventory_id,
        **authors.creation_columns(ctx),
    }
    new = [{**values, **common_columns} for values in hosts]
    ids = insert(ctx, inventory_id, new)
    audit_log.append_many(
        ctx, audit_log.CREATE, 'host', ids.values(), inventory_id
    )
    return [(ids[values['name']], values) for values in hosts]


@transactions.writer
def delete(ctx, host_ids):
    """Delete hosts; return {id: name} of them."""
    _refuse_named_twice(host_ids)
    _lock_inventories(ctx, host_ids)
    hosts_by_id = _find(ctx, host_ids)
    missing = [each for each in host_ids if each not in hosts_by_id]
    if missing:
        raise exceptions.InvalidFields(
            fields={
                'hosts': {
                    str(each): 'Hosts do not exist or you lack permission '
                    'to delete it'
                    for each in missing[:_SHOWN]
                }
            }
        )
    refusals = {
        row.inventory: 'Hosts can only be deleted from manual inventories.'
        for row in hosts_by_id.values()
        if not inventory_kinds.KINDS[row.kind].deletes_hosts
    }
    if refusals:
        raise exceptions.InvalidFields(fields={'inventories': refusals})
    for batch in rows.batches(host_ids):
        ctx.connection.execute(_hosts.delete().where(_hosts.c.id.in_(batch)))
    _record_deletion(ctx, hosts_by_id.values())
    return {host_id: hosts_by_id[host_id].name for host_id in host_ids}


def insert(ctx, inventory_id, new):
    """Write new hosts of an inventory; return {name: id}."""
    # A host may come by without the inventory's lock, as one renamed does.
    with rows.unique('Host'):
        id_pairs = rows.insert_all(ctx, _hosts, new, ('name', 'id'))
    if id_pairs is not None:
        return dict(id_pairs)
    names = [values['name'] for values in new]
    return _find_ids_by_name(ctx, _hosts, inventory_id, names)


def find_group_names(ctx, inventory_id, names):
    """Return those of some names that are names of groups."""
    return set(_find_ids_by_name(ctx, _groups, inventory_id, names))


def _record_deletion(ctx, host_rows):
    """Write an entry for each inventory that hosts were deleted of."""
    ids = collections.defaultdict(list)
    for row in host_rows:
        ids[row.host_inventory_id].append(row.id)
    for inventory_id, deleted_ids in sorted(ids.items()):
        audit_log.append_many(
            ctx, audit_log.DELETE, 'host', deleted_ids, inventory_id
        )


def lock_inventory(ctx, inventory_id):
    """Return the inventory that hosts are to be in, locked."""
    try:
        return membership.find_inventory(ctx, inventory_id, rows.for_update)
    except errors.NoMatch as error:
        raise errors.NoSuchInventory(id=inventory_id) from error


def _check_values(hosts):
    """Return the values of hosts as they are kept; say what is wrong."""
    sound, wrong = [], {}
    for place, values in enumerate(hosts):
        try:
            values = host_names.named_host(values)
            values = variable_documents.check_document(values)
        except exceptions.InvalidFields as refusal:
            wrong[str(place)] = refusal.fields
        sound.append(values)
        if len(wrong) == _SHOWN:
            break
    if wrong:
        raise exceptions.InvalidFields(fields={'hosts': wrong})
    return sound


def _refuse_twice(names):
    counts = collections.Counter(names)
    if len(counts) != len(names):
        twice = [name for name in names if counts[name] > 1]
        raise errors.HostnamesTaken(names=twice[:_SHOWN])


def _refuse_taken(ctx, inventory_id, names):
    taken_names = _find_ids_by_name(ctx, _hosts, inventory_id, names)
    if taken_names:
        raise errors.HostnamesTaken(names=sorted(taken_names)[:_SHOWN])


def _refuse_names_of_groups(ctx, inventory_id, names):
    if find_group_names(ctx, inventory_id, names):
        raise errors.NameTaken(model='Group')


def _find_ids_by_name(ctx, table, inventory_id, names):
    """Return {name: id} of an inventory's rows that have one of some names."""
    ids_by_name = {}
    for batch in rows.batches(names):
        select = sa.select(table.c.name, table.c.id).where(
            table.c.host_inventory_id == inventory_id,
            dialects.is_among(ctx.connection, table.c.name, batch),
        )
        ids_by_name.update(ctx.connection.execute(select).all())
    return ids_by_name


def _refuse_named_twice(host_ids):
    counts = collections.Counter(host_ids)
    twice = [each for each, count in counts.items() if count > 1]
    if twice:
        raise exceptions.InvalidFields(
            fields={
                'hosts': {
                    str(each): 'The host is named more than once'
                    for each in twice[:_SHOWN]
                }
            }
        )


def _lock_inventories(ctx, host_ids):
    inventory_ids = set()
    for batch in rows.batches(host_ids):
        inventory_ids.update(
            ctx.connection.scalars(
                sa.select(_hosts.c.host_inventory_id)
                .distinct()
                .where(_hosts.c.id.in_(batch))
            )
        )
    membership.lock(ctx, inventory_ids)


def _find(ctx, host_ids):
    """Return {id: name of it and its inventory, kind of that}."""
    hosts_by_id = {}
    for batch in rows.batches(host_ids):
        select = (
            sa.select(
                _hosts.c.id,
                _hosts.c.name,
                _hosts.c.host_inventory_id,
                _inventories.c.name.label('inventory'),
                _inventories.c.kind,
            )
            .join_from(_hosts, _inventories)
            .where(_hosts.c.id.in_(batch))
        )
        hosts_by_id.update(
            (row.id, row) for row in ctx.connection.execute(select)
        )
    return hosts_by_id
