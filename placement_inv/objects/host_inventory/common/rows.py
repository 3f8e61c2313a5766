"""Finds, writes and locks the rows of this family."""

import contextlib
import itertools

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import lock_gate
from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)

_organizations = tables.host_inventory.organizations
_inventories = tables.host_inventory.host_inventories
_teams = tables.access.teams

#: The most ids in one statement. Every database takes so many parameters.
_BATCH = 10_000


def batches(ids):
    """Return an iterator of sorted lists of ids that fit a statement each."""
    return chunks(sorted(ids), _BATCH)


def chunks(items, size):
    """Return an iterator of lists of at most `size` items."""
    iterator = iter(items)
    return iter(lambda: list(itertools.islice(iterator, size)), [])


def is_among_ids(column):
    """Return the condition that a column is one of the parameter `ids`.

    PERF: the statement is built once, and ids are written into its text.
    Sending hundreds of parameters takes longer than finding the rows.
    """
    return column.in_(
        sa.bindparam(
            'ids', type_=sa.Integer, expanding=True, literal_execute=True
        )
    )


def is_any_of(column, values):
    """Return the condition that a column has one of a few values.

    Without values, it matches no row.
    """
    return sa.or_(sa.false(), *(column == value for value in values))


def insert(ctx, table, values):
    """Insert a row and return its id."""
    values = variable_documents.with_document(table, values)
    author_columns = (
        authors.creation_columns(ctx) if authors.has_authors(table) else {}
    )
    result = ctx.connection.execute(
        table.insert().values(**values, **author_columns)
    )
    return result.inserted_primary_key[0]


def insert_all(ctx, table, new, returning=()):
    """Insert rows, all with the same columns, with few statements.

    Return tuples of the columns `returning` of the new rows, in any order;
    None if the database cannot return them.
    """
    return dialects.insert_all(
        ctx.connection,
        table,
        [variable_documents.with_document(table, values) for values in new],
        returning,
    )


def update(ctx, table, row_id, values, precondition=generations.ANY):
    """Change a row and advance its generation.

    Raises StaleGeneration or PreconditionFailed if the row does not meet the
    precondition.
    """
    advance = authors.change_columns(ctx) if authors.has_authors(table) else {}
    if 'generation' in table.c:
        advance['generation'] = table.c.generation + 1
    values = variable_documents.with_document(table, values)
    result = ctx.connection.execute(
        table.update()
        .where(
            table.c.id == row_id, *generations.conditions(table, precondition)
        )
        .values(**values, **advance)
    )
    if precondition != generations.ANY and not result.rowcount:
        generations.refuse(ctx, table, row_id, precondition)


@contextlib.contextmanager
def unique(model, names='Name and Inventory'):
    """Raise AlreadyExists for a write that breaks a unique constraint."""
    try:
        yield
    except db_exception.DBDuplicateEntry as error:
        raise errors.AlreadyExists(model=model, unique=names) from error


def delete(ctx, table, row_id):
    """Delete a row and the rows that refer to it.

    Return False if the row does not exist any more.
    """
    result = ctx.connection.execute(table.delete().where(table.c.id == row_id))
    return bool(result.rowcount)


def for_update(select):
    """Add a lock against changes and locks of a row to its select.

    Other transactions can still write rows that refer to it.
    """
    return _mark_for_gate(select.with_for_update(key_share=True))


def for_delete(select):
    """Add a lock against changes of a row and new references to its select."""
    return _mark_for_gate(select.with_for_update())


def _mark_for_gate(select):
    """Mark a select that waits for a lock; see `lock_gate`."""
    return select.execution_options(**{lock_gate.OPTION: True})


def find_id(ctx, table, key, model, lock=None, role=None):
    """Return the id of the row of a key; NoMatch without one.

    `lock` is `for_update` or `for_delete`, None for no lock. `role` is the
    role that a caller needs who writes, by default the one of the operation.
    Raises RoleRequired for a caller without it.
    """
    return find(ctx, table, key, model, ('id',), lock, role)['id']


def find(ctx, table, key, model, names, lock=None, role=None):
    """Return columns of the row of a key, as a mapping; NoMatch without one.

    `lock`, `role` and RoleRequired are as of `find_id`.
    """
    select = sa.select(*(table.c[name] for name in names))
    return find_one(
        ctx, select.where(matches_key(table, key)), model, lock, role
    )


def find_one(ctx, select, model, lock=None, role=None):
    """Return the one row of a select, as a mapping; NoMatch without it.

    `lock`, `role` and RoleRequired are as of `find_id`. Raises AmbiguousName
    for several rows.
    """
    select = role_checks.add_column(ctx, select, role)
    result = ctx.connection.execute(lock(select) if lock else select)
    matches = result.mappings().all()
    if not matches:
        raise errors.NoMatch(model=model)
    if len(matches) > 1:
        raise errors.AmbiguousName(
            model=model, ids=_join_ids(match.get('id') for match in matches)
        )
    role_checks.check(matches[0])
    return matches[0]


def _join_ids(ids):
    return ', '.join(str(each) for each in sorted(filter(None, ids)))


def find_for_body(ctx, table, select, model):
    """Return the one row of a select from a table, for the body of an answer.

    The context remembers the roles of the caller on it. Raises NoMatch
    without the row.
    """
    row = find_one(ctx, row_roles.add_columns(ctx, select, table), model)
    row_roles.remember(ctx, table, [row])
    return row


def matches_key(table, key):
    """Return the condition that a row has a key.

    A key is an id, or the names of the row and of its parents, for example
    ('web', 'Production', 'Default'). Organizations of several projects may
    have one name, so that a caller who reads them matches several rows.
    """
    if isinstance(key, int):
        return table.c.id == key
    name, *within = key
    return sa.and_(table.c.name == name, *_matches_parents(table, within))


def format_key(key):
    """Return a key as clients write it: an id, or names joined with '++'."""
    return key if isinstance(key, int) else '++'.join(key)


def _matches_parents(table, names):
    if table is _organizations:
        return () if not names else (sa.false(),)
    if table in (_inventories, _teams):
        return (
            (_in_organization(table, *names),)
            if len(names) == 1
            else (sa.false(),)
        )
    if len(names) != 2:
        return (sa.false(),)
    inventory, organization = names
    ids = sa.select(_inventories.c.id).where(
        _inventories.c.name == inventory,
        _in_organization(_inventories, organization),
    )
    return (table.c.host_inventory_id.in_(ids),)


def _in_organization(table, name):
    """Return the condition on a table; '' stands for no organization."""
    if not name:
        return table.c.organization_id.is_(None)
    return table.c.organization_id.in_(
        sa.select(_organizations.c.id).where(_organizations.c.name == name)
    )
