"""Writes the audit log: one entry for each write, in its transaction.

An entry has the old and the new value of each changed column; a digest
stands for a long text. Of a secret, it has neither, but a mark. A write that
changes nothing has no entry.
"""

import dataclasses
import hashlib

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import statement_limits

CREATE = 'create'
UPDATE = 'update'
DELETE = 'delete'
ASSOCIATE = 'associate'
DISASSOCIATE = 'disassociate'

#: An entry has a digest of a text with more characters.
_MAX_CHARACTERS = 1000
#: The most ids in one entry.
_MAX_IDS = 1000
#: The wire's names of columns.
_WIRE_NAMES = {
    'host_inventory_id': 'inventory',
    'organization_id': 'organization',
}
_NOTHING = object()

_changes = tables.host_inventory.host_inventory_changes

_inventories = tables.host_inventory.host_inventories

# An entry keeps the organization of its inventory, because it outlives both.
# PERF: the statement finds it. No caller needs the id of a new entry.
_INSERT = (
    _changes.insert()
    .inline()
    .values(
        organization_id=sa.func.coalesce(
            sa.bindparam('of_organization', type_=sa.Integer),
            sa.select(_inventories.c.organization_id)
            .where(
                _inventories.c.id
                == sa.bindparam('of_inventory', type_=sa.Integer)
            )
            .scalar_subquery(),
        )
    )
)
_SELECT_ORGANIZATIONS = statement_limits.mark(
    sa.select(_inventories.c.id, _inventories.c.organization_id).where(
        rows.is_among_ids(_inventories.c.id)
    )
)
_INSERT_VALUES = (
    _changes.insert()
    .inline()
    .values(organization_id=sa.bindparam('of_organization', type_=sa.Integer))
)


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """The object of an entry: a row, or many rows of a type (no id)."""

    type: str
    id: int | None
    name: str = ''
    inventory_id: int | None = None
    #: The organization of an inventory that is deleted already; by default it
    #: is that of the inventory.
    organization_id: int | None = None


def organization(row_id, name):
    return Subject('organization', row_id, name, organization_id=row_id)


def inventory(row_id, name='', organization_id=None):
    return Subject('inventory', row_id, name, row_id, organization_id)


def host(row_id, name, inventory_id):
    return Subject('host', row_id, name, inventory_id)


def group(row_id, name, inventory_id):
    return Subject('group', row_id, name, inventory_id)


def source(row_id, name, inventory_id):
    return Subject('inventory_source', row_id, name, inventory_id)


def update(row_id, name, inventory_id):
    return Subject('inventory_update', row_id, name, inventory_id)


def team(row_id, name, organization_id):
    return Subject('team', row_id, name, organization_id=organization_id)


def user(row_id, name):
    return Subject('user', row_id, name)


def token(row_id):
    """Return the Subject of a token, without its private description."""
    return Subject('o_auth2_access_token', row_id)


def record_creation(ctx, subject, values):
    """Record that a row was created with some values."""
    append(ctx, CREATE, subject, _loggable(values))


def record_change(ctx, subject, row, changes, other=None):
    """Record the values of `changes` that differ from those of `row`.

    `row` is a mapping of the columns before the change. `other` is a second
    Subject that the change concerns.
    """
    differences = {
        name: [_compact(row.get(name)), _compact(value)]
        for name, value in changes.items()
        if row.get(name, _NOTHING) != value
    }
    if differences:
        append(ctx, UPDATE, subject, _loggable(differences), other)


def record_deletion(ctx, subject, **details):
    """Record that a row was deleted."""
    append(ctx, DELETE, subject, details)


def append_many(ctx, operation, type_, ids, inventory_id, **details):
    """Record an operation on many rows of one type, unless `ids` is empty."""
    ids = sorted(ids)
    if ids:
        append(
            ctx,
            operation,
            Subject(type_, None, '', inventory_id),
            {'count': len(ids), 'ids': ids[:_MAX_IDS], **details},
        )


def append_pair(ctx, operation, subject, other, association):
    """Record that two rows were associated or disassociated."""
    append(ctx, operation, subject, {}, other, association)


def append(ctx, operation, subject, details, other=None, association=''):
    """Write an entry in the caller's transaction."""
    _insert(
        ctx,
        [
            {
                **_actor(ctx),
                **_entry(operation, subject, details),
                'other_type': other.type if other else '',
                'other_id': other and other.id,
                'other_name': other.name if other else '',
                'association': association,
            }
        ],
    )


def append_all(ctx, operation, details):
    """Write an entry for each item of {Subject: details}, in one statement."""
    if not details:
        return
    common_columns = {
        **_actor(ctx),
        'other_type': '',
        'other_name': '',
        'association': '',
    }
    _insert(
        ctx,
        [
            {**common_columns, **_entry(operation, subject, facts)}
            for subject, facts in details.items()
        ],
    )


def _insert(ctx, entries):
    """Write entries in one statement; MariaDB needs one more.

    There, an edit of a host would else wait for the load of its inventory.
    """
    if not dialects.writes_lock_what_they_read(ctx.connection):
        ctx.connection.execute(_INSERT, entries)
        return
    inventory_ids = {
        entry['of_inventory']
        for entry in entries
        if entry['of_organization'] is None
    } - {None}
    organization_ids = {}
    if inventory_ids:
        organization_ids = dict(
            ctx.connection.execute(
                _SELECT_ORGANIZATIONS, {'ids': sorted(inventory_ids)}
            ).all()
        )
    for entry in entries:
        inventory_id = entry.pop('of_inventory')
        if entry['of_organization'] is None:
            entry['of_organization'] = organization_ids.get(inventory_id)
    ctx.connection.execute(_INSERT_VALUES, entries)


def _actor(ctx):
    return {
        'actor': (ctx.user_name or ctx.user_id or '')[:255],
        'actor_id': ctx.actor_id,
        'request_id': (ctx.request_id or '')[:64],
    }


def _entry(operation, subject, details):
    return {
        'operation': operation,
        'object_type': subject.type,
        'object_id': subject.id,
        'object_name': subject.name,
        'host_inventory_id': subject.inventory_id,
        'of_inventory': subject.inventory_id,
        'of_organization': subject.organization_id,
        'changes': secrets.hide_changes(details),
    }


def _loggable(values):
    return {
        _WIRE_NAMES.get(name, name): _compact(value)
        for name, value in values.items()
    }


def _compact(value):
    if not isinstance(value, str) or len(value) <= _MAX_CHARACTERS:
        return value
    digest = hashlib.blake2b(value.encode(), digest_size=16).hexdigest()
    return {'characters': len(value), 'blake2b': digest}
