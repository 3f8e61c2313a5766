"""Creates and changes many hosts with one request.

A request is atomic, or it skips the hosts that are invalid. The number of
statements does not depend on the number of hosts.
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
from placement_inv.objects.host_inventory.tenancy import role_checks
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
#: The most invalid hosts that the error of an atomic request lists.
_MAX_ERRORS = 100


@dataclasses.dataclass
class HostEdit:
    """One host of a request: the values to write, and the result."""

    request_values: dict[str, Any]
    #: {field: reasons} of a host that the request does not describe well.
    request_errors: dict[str, Any] | None = None
    #: {field: reasons} why the host cannot be written.
    errors: dict[str, Any] | None = None
    status: str = UNCHANGED
    id: int | None = None
    name: str = ''
    #: The row before the request; None for a new host.
    row: Any = None
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    def begin(self):
        """Reset the results of an earlier attempt of the transaction."""
        self.errors = self.request_errors
        self.status = FAILED if self.errors else UNCHANGED
        self.values, self.row, self.id = dict(self.request_values), None, None

    def fail(self, field, reason):
        self.status, self.errors = FAILED, {field: [reason]}


@transactions.writer
def upsert(ctx, inventory_id, edits, atomic, defaults):
    """Create or change the hosts of an inventory that edits name.

    `edits` are HostEdits, which receive the results. With `atomic`, a failed
    edit raises InvalidFields and nothing is written. `defaults` are values
    for new hosts. Raises NoSuchInventory or NotManual.
    """
    inventory = bulk_create_delete.lock_inventory(ctx, inventory_id)
    kind = inventory_kinds.KINDS[inventory.kind]
    if inventory_kinds.HOST not in kind.accepts:
        raise domain_errors.NotManual()
    for edit in _begin(edits):
        _set_name(edit)
    _fail_duplicates(edits, 'name')
    names = [edit.name for edit in _not_failed(edits)]
    groups = bulk_create_delete.find_group_names(ctx, inventory_id, names)
    rows_by_name = _lock_by_name(ctx, inventory_id, names)
    for edit in _not_failed(edits):
        if edit.name in groups:
            edit.fail('__all__', str(domain_errors.NameTaken(model='Group')))
        else:
            _resolve(edit, rows_by_name.get(edit.name), defaults)
    refuse_if(atomic, edits)
    _insert(ctx, inventory_id, edits)
    _update(ctx, edits)


@transactions.writer
def patch(ctx, edits, atomic):
    """Change hosts of any inventories by id, except for their names.

    `edits` and `atomic` are as of `upsert`.
    """
    for edit in _begin(edits):
        edit.id = edit.values.pop('id')
    _fail_duplicates(edits, 'id')
    rows_by_id = _lock_by_id(ctx, [edit.id for edit in _not_failed(edits)])
    for edit in _not_failed(edits):
        row = rows_by_id.get(edit.id)
        generation = edit.values.pop('generation', None)
        if row is None:
            edit.fail('id', str(domain_errors.NoSuchRelated(model='Host')))
        elif generation not in (None, row['generation']):
            stale = domain_errors.StaleGeneration(generation=generation)
            edit.fail('generation', str(stale))
        else:
            _resolve(edit, row, {})
    refuse_if(atomic, edits)
    _update(ctx, edits)


def _begin(edits):
    for edit in edits:
        edit.begin()
    return _not_failed(edits)


def _not_failed(edits):
    return [edit for edit in edits if edit.status != FAILED]


def _set_name(edit):
    """Set the name of the host that an edit is about."""
    try:
        values = host_names.parse_host_name({'name': edit.values['name']})
    except exceptions.InvalidFields as refusal:
        edit.status, edit.errors = FAILED, refusal.fields
    else:
        edit.name = values['name']


def _fail_duplicates(edits, attribute):
    counts = collections.Counter(
        getattr(edit, attribute) for edit in _not_failed(edits)
    )
    for edit in _not_failed(edits):
        if counts[getattr(edit, attribute)] > 1:
            edit.fail(attribute, 'The host is named more than once.')


def _resolve(edit, row, defaults):
    """Set the status of an edit, and the values that differ from the row."""
    edit.row = row
    old_variables = row['variables'] if row else ''
    try:
        if 'name' in edit.values:
            edit.values = host_names.parse_host_name(
                edit.values, old_variables
            )
        variables.parse(edit.values.get('variables', ''))
    except exceptions.InvalidFields as refusal:
        edit.status, edit.errors = FAILED, refusal.fields
        return
    if row is None:
        edit.status, edit.values = CREATED, {**defaults, **edit.values}
        return
    edit.id, edit.name = row['id'], row['name']
    edit.values = {
        name: value
        for name, value in edit.values.items()
        if row[name] != value
    }
    edit.status = UPDATED if edit.values else UNCHANGED


def refuse_if(atomic, edits):
    """Raise InvalidFields if an edit of an atomic request failed."""
    errors_by_place = {
        str(place): edit.errors
        for place, edit in enumerate(edits)
        if edit.status == FAILED
    }
    if atomic and errors_by_place:
        first_errors = dict(list(errors_by_place.items())[:_MAX_ERRORS])
        raise exceptions.InvalidFields(fields={'hosts': first_errors})


def _lock_by_name(ctx, inventory_id, names):
    """Lock hosts and return {name: row} of them."""
    rows_by_name = {}
    for batch in rows.batches(names):
        is_in_batch = sa.and_(
            _hosts.c.host_inventory_id == inventory_id,
            dialects.is_among(ctx.connection, _hosts.c.name, batch),
        )
        rows_by_name.update(
            (row['name'], row) for row in _lock_rows(ctx, is_in_batch)
        )
    return rows_by_name


def _lock_by_id(ctx, ids):
    rows_by_id = {}
    for batch in rows.batches(ids):
        is_in_batch = dialects.is_among(ctx.connection, _hosts.c.id, batch)
        rows_by_id.update(
            (row['id'], row) for row in _lock_rows(ctx, is_in_batch)
        )
    return rows_by_id


def _lock_rows(ctx, condition):
    select = sa.select(*_BEFORE).where(condition).order_by(_hosts.c.id)
    return role_checks.lock_all(ctx, rows.for_update(select))


def _insert(ctx, inventory_id, edits):
    new = [edit for edit in edits if edit.status == CREATED]
    if not new:
        return
    common_columns = {
        'host_inventory_id': inventory_id,
        **authors.creation_columns(ctx),
    }
    ids = bulk_create_delete.insert(
        ctx, inventory_id, [{**edit.values, **common_columns} for edit in new]
    )
    for edit in new:
        edit.id = ids[edit.name]
    audit_log.append_many(
        ctx, audit_log.CREATE, 'host', ids.values(), inventory_id
    )


def _update(ctx, edits):
    changed_edits = [edit for edit in edits if edit.status == UPDATED]
    bulk_writes.change(
        ctx,
        _hosts,
        [
            (
                edit.id,
                {
                    **edit.values,
                    'generation': edit.row['generation'] + 1,
                    **authors.change_columns(ctx),
                },
            )
            for edit in changed_edits
        ],
    )
    ids = collections.defaultdict(list)
    for edit in changed_edits:
        ids[edit.row['host_inventory_id']].append(edit.id)
    for inventory_id, host_ids in sorted(ids.items()):
        audit_log.append_many(
            ctx, audit_log.UPDATE, 'host', host_ids, inventory_id
        )
