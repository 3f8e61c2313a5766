"""Many hosts written, changed or put into a group with one request.

What is wrong with one of them undoes the whole, or leaves that one out: the
caller says which. The statements are as many for a thousand hosts as for two.
"""

import collections
import dataclasses
from typing import Any

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import hosts as host_columns
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import bulk_writes
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import names as host_names
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.variables import text as variables

CREATED = 'created'
UPDATED = 'updated'
UNCHANGED = 'unchanged'
FAILED = 'failed'

_hosts = tables.host_inventory.hosts

_BEFORE = (
    _hosts.c.id,
    _hosts.c.generation,
    *columns.of_table(_hosts, columns.writable(host_columns.COLUMNS)),
)
#: Refused hosts that an answer tells of where all is undone.
_SHOWN = 100


@dataclasses.dataclass
class HostEdit:
    """What a request says of one host, and what became of it."""

    said: dict[str, Any]
    #: {field: reasons}, where it says nothing that makes sense.
    refused: dict[str, Any] | None = None
    #: {field: reasons}, where it cannot be.
    errors: dict[str, Any] | None = None
    status: str = UNCHANGED
    id: int | None = None
    name: str = ''
    #: The row that it is about; None for a new one.
    kept: Any = None
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    def begin(self):
        """Forget what an earlier attempt at the transaction found."""
        self.errors = self.refused
        self.status = FAILED if self.errors else UNCHANGED
        self.values, self.kept, self.id = dict(self.said), None, None

    def fail(self, field, reason):
        self.status, self.errors = FAILED, {field: [reason]}


@transactions.writer
def upsert(ctx, inventory_id, wishes, atomic, defaults):
    """Make hosts of an inventory what wishes say; new ones are created.

    `defaults` are the values of new hosts that no wish speaks of. The wishes
    are told what became of them.
    """
    inventory = bulk_create_delete.lock_inventory(ctx, inventory_id)
    kind = inventory_kinds.KINDS[inventory.kind]
    if inventory_kinds.HOST not in kind.accepts:
        raise domain_errors.NotManual()
    for wish in _begin(wishes):
        _name(wish)
    _fail_twice(wishes, 'name')
    names = [wish.name for wish in _not_failed(wishes)]
    groups = bulk_create_delete.find_group_names(ctx, inventory_id, names)
    rows_by_name = _lock_by_name(ctx, inventory_id, names)
    for wish in _not_failed(wishes):
        if wish.name in groups:
            wish.fail('__all__', str(domain_errors.NameTaken(model='Group')))
        else:
            _resolve(wish, rows_by_name.get(wish.name), defaults)
    refuse_if(atomic, wishes)
    _insert(ctx, inventory_id, wishes)
    _update(ctx, wishes)


@transactions.writer
def patch(ctx, wishes, atomic):
    """Change hosts by their ids, of any inventories, but not their names."""
    for wish in _begin(wishes):
        wish.id = wish.values.pop('id')
    _fail_twice(wishes, 'id')
    rows_by_id = _lock_by_id(ctx, [wish.id for wish in _not_failed(wishes)])
    for wish in _not_failed(wishes):
        row = rows_by_id.get(wish.id)
        generation = wish.values.pop('generation', None)
        if row is None:
            wish.fail('id', str(domain_errors.NoSuchRelated(model='Host')))
        elif generation not in (None, row['generation']):
            stale = domain_errors.StaleGeneration(generation=generation)
            wish.fail('generation', str(stale))
        else:
            _resolve(wish, row, {})
    refuse_if(atomic, wishes)
    _update(ctx, wishes)


def _begin(wishes):
    for wish in wishes:
        wish.begin()
    return _not_failed(wishes)


def _not_failed(wishes):
    return [wish for wish in wishes if wish.status != FAILED]


def _name(wish):
    """Find out which host of the inventory a wish means."""
    try:
        values = host_names.named_host({'name': wish.values['name']})
    except exceptions.InvalidFields as refusal:
        wish.status, wish.errors = FAILED, refusal.fields
    else:
        wish.name = values['name']


def _fail_twice(wishes, attribute):
    counts = collections.Counter(
        getattr(wish, attribute) for wish in _not_failed(wishes)
    )
    for wish in _not_failed(wishes):
        if counts[getattr(wish, attribute)] > 1:
            wish.fail(attribute, 'The host is named more than once.')


def _resolve(wish, row, defaults):
    """Find out what a wish changes of a row, or of nothing."""
    wish.kept = row
    kept_variables = row['variables'] if row else ''
    try:
        if 'name' in wish.values:
            wish.values = host_names.named_host(wish.values, kept_variables)
        variables.parse(wish.values.get('variables', ''))
    except exceptions.InvalidFields as refusal:
        wish.status, wish.errors = FAILED, refusal.fields
        return
    if row is None:
        wish.status, wish.values = CREATED, {**defaults, **wish.values}
        return
    wish.id, wish.name = row['id'], row['name']
    wish.values = {
        name: value
        for name, value in wish.values.items()
        if row[name] != value
    }
    wish.status = UPDATED if wish.values else UNCHANGED


def refuse_if(atomic, wishes):
    """Raise what is wrong with any wish, where all is to be undone."""
    wrong = {
        str(place): wish.errors
        for place, wish in enumerate(wishes)
        if wish.status == FAILED
    }
    if atomic and wrong:
        first_errors = dict(list(wrong.items())[:_SHOWN])
        raise exceptions.InvalidFields(fields={'hosts': first_errors})


def _lock_by_name(ctx, inventory_id, names):
    """Return {name: row} of hosts, which nobody else changes meanwhile."""
    rows_by_name = {}
    for batch in rows.batches(names):
        of_batch = sa.and_(
            _hosts.c.host_inventory_id == inventory_id,
            dialects.is_among(ctx.connection, _hosts.c.name, batch),
        )
        rows_by_name.update(
            (row['name'], row) for row in _lock_rows(ctx, of_batch)
        )
    return rows_by_name


def _lock_by_id(ctx, ids):
    rows_by_id = {}
    for batch in rows.batches(ids):
        of_batch = dialects.is_among(ctx.connection, _hosts.c.id, batch)
        rows_by_id.update(
            (row['id'], row) for row in _lock_rows(ctx, of_batch)
        )
    return rows_by_id


def _lock_rows(ctx, condition):
    select = sa.select(*_BEFORE).where(condition)
    select = rows.for_update(select.order_by(_hosts.c.id))
    return ctx.connection.execute(select).mappings()


def _insert(ctx, inventory_id, wishes):
    new = [wish for wish in wishes if wish.status == CREATED]
    if not new:
        return
    common_columns = {
        'host_inventory_id': inventory_id,
        **authors.creation_columns(ctx),
    }
    ids = bulk_create_delete.insert(
        ctx, inventory_id, [{**wish.values, **common_columns} for wish in new]
    )
    for wish in new:
        wish.id = ids[wish.name]
    audit_log.append_many(
        ctx, audit_log.CREATE, 'host', ids.values(), inventory_id
    )


def _update(ctx, wishes):
    changed_wishes = [wish for wish in wishes if wish.status == UPDATED]
    bulk_writes.change(
        ctx,
        _hosts,
        [
            (
                wish.id,
                {
                    **wish.values,
                    'generation': wish.kept['generation'] + 1,
                    **authors.change_columns(ctx),
                },
            )
            for wish in changed_wishes
        ],
    )
    ids = collections.defaultdict(list)
    for wish in changed_wishes:
        ids[wish.kept['host_inventory_id']].append(wish.id)
    for inventory_id, theirs in sorted(ids.items()):
        audit_log.append_many(
            ctx, audit_log.UPDATE, 'host', theirs, inventory_id
        )
