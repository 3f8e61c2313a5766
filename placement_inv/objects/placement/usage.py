"""Usages: how much of each resource class is allocated."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import consumer as consumers
from placement_inv.objects.placement import provider as providers

_inventories = tables.placement.inventories
_classes = tables.placement.resource_classes
_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

#: The consumer type that stands for all types together.
ALL_TYPES = 'all'


_OF_PROVIDER = providers.join_belongings(
    (_classes.c.name, _inventories.c.used),
    _inventories.join(_classes),
    order=_classes.c.id,
)


@transactions.reader
def get_of_provider(ctx, provider_uuid):
    """Return a provider and {resource class: used} of its inventories."""
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, {name: used for name, used in rows}


@transactions.reader
def get_of_project(ctx, project, user=None):
    """Return {resource class: used} of a project, or of one of its users."""
    select = (
        _join_owner(
            sa.select(_classes.c.name, sa.func.sum(_allocations.c.used)),
            project,
            user,
        )
        .join(_classes, _classes.c.id == _allocations.c.resource_class_id)
        .group_by(_classes.c.id, _classes.c.name)
        .order_by(_classes.c.id)
    )
    # The sum of integers is a decimal on MariaDB.
    return {name: int(used) for name, used in ctx.connection.execute(select)}


@transactions.reader
def get_by_type(ctx, project, user=None, consumer_type=None):
    """Return {consumer type: (consumers, {resource class: used})}.

    With a `consumer_type` only that one; with ALL_TYPES the consumers of all
    types count together.
    """
    # Grouped by the column itself: PostgreSQL treats two copies of one
    # expression as different ones.
    types = () if consumer_type == ALL_TYPES else (_types.c.name,)
    counts = _join_type(
        _join_owner(sa.select(*_COUNT, *types), project, user), consumer_type
    ).group_by(*types)
    sums = (
        _join_type(
            _join_owner(sa.select(*_SUM, *types), project, user), consumer_type
        )
        .join(_classes, _classes.c.id == _allocations.c.resource_class_id)
        .group_by(*types, _classes.c.id, _classes.c.name)
    )
    default_name = (
        ALL_TYPES if consumer_type == ALL_TYPES else consumers.UNKNOWN_TYPE
    )
    usages = {}
    # One statement, so that both are read at the same moment.
    for row in ctx.connection.execute(sa.union_all(counts, sums)):
        resource_class, number, *names = row
        numbers = usages.setdefault((names and names[0]) or default_name, {})
        numbers[resource_class] = int(number)
    return {
        name: (numbers.pop(None), numbers)
        for name, numbers in usages.items()
        if numbers[None]
    }


_COUNT = (
    sa.null().label('resource_class'),
    sa.func.count(sa.distinct(_allocations.c.consumer_id)),
)
_SUM = (_classes.c.name, sa.func.sum(_allocations.c.used))


def _join_owner(select, project, user):
    """Let a select read the allocations of a project, or of its user."""
    select = (
        select.join_from(
            _allocations,
            _consumers,
            _consumers.c.id == _allocations.c.consumer_id,
        )
        .join(_projects, _projects.c.id == _consumers.c.project_id)
        .where(_projects.c.external_id == project)
    )
    if user is not None:
        select = select.join(_users, _users.c.id == _consumers.c.user_id)
        select = select.where(_users.c.external_id == user)
    return select


def _join_type(select, consumer_type):
    select = select.outerjoin(
        _types, _types.c.id == _consumers.c.consumer_type_id
    )
    if consumer_type == consumers.UNKNOWN_TYPE:
        return select.where(_consumers.c.consumer_type_id.is_(None))
    return (
        select
        if consumer_type in (None, ALL_TYPES)
        else select.where(_types.c.name == consumer_type)
    )
