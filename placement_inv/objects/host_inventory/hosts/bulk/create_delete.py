"""Creates or deletes many hosts in one transaction: all of them or none."""

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

#: The most names, or hosts, that an error lists.
_MAX_NAMES = 100


@transactions.writer
def create(ctx, inventory_id, hosts):
    """Create hosts in an inventory; return (id, values) of each, in order.

    Raises NoSuchInventory, NotManual, HostnamesTaken, NameTaken, or
    InvalidFields with the errors of each host.
    """
    inventory = lock_inventory(ctx, inventory_id)
    kind = inventory_kinds.KINDS[inventory.kind]
    if inventory_kinds.HOST not in kind.accepts:
        raise errors.NotManual()
    hosts = _check_values(hosts)
    names = [values['name'] for values in hosts]
    _refuse_duplicate_names(names)
    _refuse_group_names(ctx, inventory_id, names)
    _refuse_taken_names(ctx, inventory_id, names)
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
    """Delete hosts; return {id: name} of them.

    Raises InvalidFields for an id without a host, for an id that occurs
    twice, and for hosts of inventories whose hosts cannot be deleted.
    """
    _refuse_duplicate_ids(host_ids)
    _lock_inventories(ctx, host_ids)
    hosts_by_id = _find(ctx, host_ids)
    missing = [each for each in host_ids if each not in hosts_by_id]
    if missing:
        raise exceptions.InvalidFields(
            fields={
                'hosts': {
                    str(each): 'Hosts do not exist or you lack permission '
                    'to delete it'
                    for each in missing[:_MAX_NAMES]
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
    """Insert hosts into an inventory; return {name: id}.

    Raises AlreadyExists.
    """
    # Another transaction can add the name without the lock of the inventory.
    with rows.unique('Host'):
        id_pairs = rows.insert_all(ctx, _hosts, new, ('name', 'id'))
    if id_pairs is not None:
        return dict(id_pairs)
    names = [values['name'] for values in new]
    return _find_ids_by_name(ctx, _hosts, inventory_id, names)


def find_group_names(ctx, inventory_id, names):
    """Return the names that groups of an inventory have, out of some."""
    return set(_find_ids_by_name(ctx, _groups, inventory_id, names))


def _record_deletion(ctx, host_rows):
    """Write one audit log entry for each inventory of the deleted hosts."""
    ids = collections.defaultdict(list)
    for row in host_rows:
        ids[row.host_inventory_id].append(row.id)
    for inventory_id, deleted_ids in sorted(ids.items()):
        audit_log.append_many(
            ctx, audit_log.DELETE, 'host', deleted_ids, inventory_id
        )


def lock_inventory(ctx, inventory_id):
    """Lock an inventory and return it; NoSuchInventory without one."""
    try:
        return membership.find_inventory(ctx, inventory_id, rows.for_update)
    except errors.NoMatch as error:
        raise errors.NoSuchInventory(id=inventory_id) from error


def _check_values(hosts):
    """Return the values of hosts as they are stored.

    Raises InvalidFields with {place of a host: its errors}.
    """
    values_of_hosts, errors_by_place = [], {}
    for place, values in enumerate(hosts):
        try:
            values = host_names.parse_host_name(values)
            values = variable_documents.check_document(values)
        except exceptions.InvalidFields as refusal:
            errors_by_place[str(place)] = refusal.fields
        values_of_hosts.append(values)
        if len(errors_by_place) == _MAX_NAMES:
            break
    if errors_by_place:
        raise exceptions.InvalidFields(fields={'hosts': errors_by_place})
    return values_of_hosts


def _refuse_duplicate_names(names):
    counts = collections.Counter(names)
    if len(counts) != len(names):
        duplicates = [name for name in names if counts[name] > 1]
        raise errors.HostnamesTaken(names=duplicates[:_MAX_NAMES])


def _refuse_taken_names(ctx, inventory_id, names):
    taken_names = _find_ids_by_name(ctx, _hosts, inventory_id, names)
    if taken_names:
        raise errors.HostnamesTaken(names=sorted(taken_names)[:_MAX_NAMES])


def _refuse_group_names(ctx, inventory_id, names):
    if find_group_names(ctx, inventory_id, names):
        raise errors.NameTaken(model='Group')


def _find_ids_by_name(ctx, table, inventory_id, names):
    """Return {name: id} of the rows of an inventory with one of some names."""
    ids_by_name = {}
    for batch in rows.batches(names):
        select = sa.select(table.c.name, table.c.id).where(
            table.c.host_inventory_id == inventory_id,
            dialects.is_among(ctx.connection, table.c.name, batch),
        )
        ids_by_name.update(ctx.connection.execute(select).all())
    return ids_by_name


def _refuse_duplicate_ids(host_ids):
    counts = collections.Counter(host_ids)
    duplicates = [each for each, count in counts.items() if count > 1]
    if duplicates:
        raise exceptions.InvalidFields(
            fields={
                'hosts': {
                    str(each): 'The host is named more than once'
                    for each in duplicates[:_MAX_NAMES]
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
    """Return {id: row} with the name and the inventory of each host."""
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
