"""Puts many hosts into a group, or takes them out, with one request."""

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import bulk_writes
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts.bulk import edit as bulk_edit
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

ASSOCIATED = 'associated'
DISASSOCIATED = 'disassociated'

_hosts = tables.host_inventory.hosts
_members = tables.host_inventory.host_group_hosts


@transactions.writer
def associate(ctx, group_id, edits, atomic, *, removes=False):
    """Put hosts into a group; with `removes`, take them out.

    `edits` are HostEdits with the value `id`, which receive the results.
    With `atomic`, a failed edit raises InvalidFields and nothing is written.
    """
    group_row = _locked_group(ctx, group_id)
    for edit in edits:
        edit.begin()
        edit.id = edit.values.get('id')
    ids = {edit.id for edit in edits if not edit.errors}
    hosts, members = _hosts_of(ctx, ids), _members_of(ctx, group_id, ids)
    for edit in edits:
        if not edit.errors:
            _settle(edit, hosts.get(edit.id), group_row, members, removes)
    bulk_edit.refuse_if(atomic, edits)
    moved_ids = {
        edit.id for edit in edits if edit.status in (ASSOCIATED, DISASSOCIATED)
    }
    _write(ctx, group_id, moved_ids, removes)
    if moved_ids:
        audit_log.append(
            ctx,
            audit_log.DISASSOCIATE if removes else audit_log.ASSOCIATE,
            group.subject(group_row),
            {'count': len(moved_ids), 'ids': sorted(moved_ids)[:1000]},
            association='hosts',
        )


def _locked_group(ctx, group_id):
    try:
        group_row = group.find_row(ctx, group_id)
    except errors.NoMatch as error:
        raise exceptions.InvalidFields(
            fields={
                'group': [f'Invalid pk "{group_id}" - object does not exist.']
            }
        ) from error
    membership.find_inventory(
        ctx, group_row['host_inventory_id'], rows.for_update
    )
    return group_row


def _settle(edit, row, group_row, members, removes):
    if row is None:
        edit.fail('id', str(errors.NoSuchRelated(model='Host')))
    elif row.host_inventory_id != group_row['host_inventory_id']:
        edit.fail('id', str(errors.DifferentInventories()))
    else:
        edit.name = row.name
        if removes == (edit.id in members):
            edit.status = DISASSOCIATED if removes else ASSOCIATED


def _hosts_of(ctx, ids):
    hosts_by_id = {}
    for batch in rows.batches(ids):
        select = sa.select(
            _hosts.c.id, _hosts.c.name, _hosts.c.host_inventory_id
        ).where(_hosts.c.id.in_(batch))
        hosts_by_id.update(
            (row.id, row) for row in ctx.connection.execute(select)
        )
    return hosts_by_id


def _members_of(ctx, group_id, ids):
    member_ids = set()
    for batch in rows.batches(ids):
        select = sa.select(_members.c.host_id).where(
            _members.c.group_id == group_id, _members.c.host_id.in_(batch)
        )
        member_ids.update(ctx.connection.scalars(select))
    return member_ids


def _write(ctx, group_id, ids, removes):
    if not removes:
        pairs = [{'group_id': group_id, 'host_id': each} for each in ids]
        bulk_writes.insert(ctx, _members, pairs)
        return
    for batch in rows.batches(ids):
        ctx.connection.execute(
            _members.delete().where(
                _members.c.group_id == group_id, _members.c.host_id.in_(batch)
            )
        )
