"""Writes the change record: one entry for a request, in its transaction.

An entry says what changed from what to what, not how all of it looks. Long
texts are told apart by a digest. A write that changes nothing leaves none.
"""

import dataclasses
import hashlib

from placement_inv.db import tables

CREATE = 'create'
UPDATE = 'update'
DELETE = 'delete'
ASSOCIATE = 'associate'
DISASSOCIATE = 'disassociate'

#: Longer texts are not kept.
_MAX_CHARACTERS = 1000
#: Ids of one entry that are kept.
_MAX_IDS = 1000
#: What the wire calls columns.
_WIRE_NAMES = {
    'host_inventory_id': 'inventory',
    'organization_id': 'organization',
}
_NOTHING = object()

_changes = tables.host_inventory.host_inventory_changes

#: Nobody asks for the id of an entry that was just written.
_INSERT = _changes.insert().inline()


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a row, or many of one type (no id)."""

    type: str
    id: int | None
    name: str = ''
    inventory_id: int | None = None


def organization(row_id, name):
    return Subject('organization', row_id, name)


def inventory(row_id, name=''):
    return Subject('inventory', row_id, name, row_id)


def host(row_id, name, inventory_id):
    return Subject('host', row_id, name, inventory_id)


def group(row_id, name, inventory_id):
    return Subject('group', row_id, name, inventory_id)


def source(row_id, name, inventory_id):
    return Subject('inventory_source', row_id, name, inventory_id)


def update(row_id, name, inventory_id):
    return Subject('inventory_update', row_id, name, inventory_id)


def token(row_id):
    """Return an access token; what it is called is for its user alone."""
    return Subject('o_auth2_access_token', row_id)


def record_creation(ctx, subject, values):
    """Record that a row was made with some values."""
    append(ctx, CREATE, subject, _loggable(values))


def record_change(ctx, subject, row, changes, other=None):
    """Record what changes a row that was as `kept` says, if anything.

    `other` is what the change concerns besides.
    """
    differences = {
        name: [_compact(row.get(name)), _compact(value)]
        for name, value in changes.items()
        if row.get(name, _NOTHING) != value
    }
    if differences:
        append(ctx, UPDATE, subject, _loggable(differences), other)


def record_deletion(ctx, subject, **details):
    """Record that a row is gone."""
    append(ctx, DELETE, subject, details)


def append_many(ctx, operation, type_, ids, inventory_id, **details):
    """Record what was done to many rows of one type."""
    ids = sorted(ids)
    if ids:
        append(
            ctx,
            operation,
            Subject(type_, None, '', inventory_id),
            {'count': len(ids), 'ids': ids[:_MAX_IDS], **details},
        )


def append_pair(ctx, operation, subject, other, association):
    """Record that two rows were put together, or taken apart."""
    append(ctx, operation, subject, {}, other, association)


def append(ctx, operation, subject, details, other=None, association=''):
    """Write an entry, with the caller's transaction."""
    ctx.connection.execute(
        _INSERT,
        {
            **_actor(ctx),
            **_entry(operation, subject, details),
            'other_type': other.type if other else '',
            'other_id': other and other.id,
            'other_name': other.name if other else '',
            'association': association,
        },
    )


def append_all(ctx, operation, details):
    """Write an entry for each subject of {subject: details}, all at once."""
    if not details:
        return
    common_columns = {
        **_actor(ctx),
        'other_type': '',
        'other_name': '',
        'association': '',
    }
    ctx.connection.execute(
        _INSERT,
        [
            {**common_columns, **_entry(operation, subject, facts)}
            for subject, facts in details.items()
        ],
    )


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
        'changes': details,
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
