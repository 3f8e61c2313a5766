"""Usages: how much of each resource class is allocated."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import provider as providers

_inventories = tables.placement.inventories
_classes = tables.placement.resource_classes
_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users


@transactions.reader
def of_provider(ctx, provider_uuid):
    """Return a provider and {resource class: used} of its inventories."""
    provider = providers.find(ctx, provider_uuid)
    rows = ctx.connection.execute(
        sa.select(_classes.c.name, _inventories.c.used)
        .join_from(_inventories, _classes)
        .where(_inventories.c.resource_provider_id == provider.id)
        .order_by(_classes.c.id)
    )
    return provider, {name: used for name, used in rows}


@transactions.reader
def of_project(ctx, project, user=None):
    """Return {resource class: used} of a project, or of one of its users."""
    select = (
        sa.select(_classes.c.name, sa.func.sum(_allocations.c.used))
        .join_from(
            _allocations,
            _consumers,
            _consumers.c.id == _allocations.c.consumer_id,
        )
        .join(_projects, _projects.c.id == _consumers.c.project_id)
        .join(_classes, _classes.c.id == _allocations.c.resource_class_id)
        .where(_projects.c.external_id == project)
        .group_by(_classes.c.id, _classes.c.name)
        .order_by(_classes.c.id)
    )
    if user is not None:
        select = select.join(_users, _users.c.id == _consumers.c.user_id)
        select = select.where(_users.c.external_id == user)
    # MariaDB adds integers up to a decimal.
    return {name: int(used) for name, used in ctx.connection.execute(select)}
