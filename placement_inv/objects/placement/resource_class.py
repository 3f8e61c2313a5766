"""Resource classes: the kinds of resources that inventories have."""

import dataclasses
import datetime

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors

_classes = tables.placement.resource_classes

_CUSTOM = 'CUSTOM_'


@dataclasses.dataclass(frozen=True, slots=True)
class ResourceClass:
    """One resource class: columns of its row."""

    id: int
    name: str
    updated_at: datetime.datetime


_SELECT = sa.select(_classes.c.id, _classes.c.name, _classes.c.updated_at)


def find_ids(ctx, names):
    """Return {name: id}; UnknownResourceClass for the first unknown name."""
    rows = ctx.connection.execute(
        sa.select(_classes.c.name, _classes.c.id).where(
            _classes.c.name.in_(sorted(set(names)))
        )
    )
    ids = {name: class_id for name, class_id in rows}
    for name in names:
        if name not in ids:
            raise errors.UnknownResourceClass(resource_class=name)
    return ids


def find(ctx, name):
    """Return the class called `name`; ResourceClassNotFound.

    For callers that have a transaction.
    """
    row = ctx.connection.execute(
        _SELECT.where(_classes.c.name == name)
    ).one_or_none()
    if row is None:
        raise errors.ResourceClassNotFound(resource_class=name)
    return ResourceClass(*row)


@transactions.reader
def get(ctx, name):
    """Return the class called `name`; ResourceClassNotFound."""
    return find(ctx, name)


@transactions.reader
def list_all(ctx):
    """Return every class, oldest first."""
    rows = ctx.connection.execute(_SELECT.order_by(_classes.c.id))
    return [ResourceClass(*row) for row in rows]


@transactions.writer
def create(ctx, name):
    """Create a class; ResourceClassExists where the name is taken."""
    try:
        ctx.connection.execute(_classes.insert().values(name=name))
    except db_exception.DBDuplicateEntry as error:
        raise errors.ResourceClassExists(resource_class=name) from error


def ensure(ctx, name):
    """Make sure that a class exists; tell whether it had to be created."""
    try:
        get(ctx, name)
    except errors.ResourceClassNotFound:
        try:
            create(ctx, name)
        except errors.ResourceClassExists:
            # Another transaction has created it meanwhile.
            return False
        return True
    return False


@transactions.writer
def rename(ctx, name, new_name):
    """Rename a custom class.

    Raises ResourceClassNotFound, StandardResourceClassRenamed,
    ResourceClassNameTaken.
    """
    resource_class = find(ctx, name)
    _check_is_custom(name, errors.StandardResourceClassRenamed)
    try:
        ctx.connection.execute(
            _classes.update()
            .where(_classes.c.id == resource_class.id)
            .values(name=new_name)
        )
    except db_exception.DBDuplicateEntry as error:
        raise errors.ResourceClassNameTaken(resource_class=new_name) from error


@transactions.writer
def delete(ctx, name):
    """Delete a custom class.

    Raises ResourceClassNotFound, StandardResourceClass, and
    ResourceClassInUse where an inventory has the class.
    """
    resource_class = find(ctx, name)
    _check_is_custom(name, errors.StandardResourceClass)
    try:
        ctx.connection.execute(
            _classes.delete().where(_classes.c.id == resource_class.id)
        )
    except db_exception.DBReferenceError as error:
        raise errors.ResourceClassInUse(resource_class=name) from error


def _check_is_custom(name, error_class):
    if not name.startswith(_CUSTOM):
        raise error_class(resource_class=name)
