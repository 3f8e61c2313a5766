"""Consumers: who holds allocations, for which project and user."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables

_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """The project and the user of a consumer, by their external ids."""

    project: str
    user: str


def claim(ctx, uuid, owner):
    """Make sure that a consumer exists and is `owner`'s; return its id.

    Its row is ours until the commit: writers of one consumer take turns.
    """
    project_id, user_id = _owner_ids(ctx, owner)
    ctx.connection.execute(
        dialects.insert_or_update(
            ctx.connection,
            _consumers,
            key='uuid',
            row={
                'uuid': uuid,
                'project_id': project_id,
                'user_id': user_id,
                'generation': 1,
            },
            changes={
                'project_id': project_id,
                'user_id': user_id,
                'generation': _consumers.c.generation + 1,
            },
        )
    )
    return ctx.connection.execute(_id_of(uuid)).scalar_one()


def lock(ctx, uuid):
    """Return the id of a consumer, its row ours; None where there is none."""
    return ctx.connection.execute(
        _id_of(uuid).with_for_update()
    ).scalar_one_or_none()


def forget(ctx, consumer_id):
    """Delete a consumer that holds nothing any more."""
    ctx.connection.execute(
        _consumers.delete().where(_consumers.c.id == consumer_id)
    )


def _id_of(uuid):
    return sa.select(_consumers.c.id).where(_consumers.c.uuid == uuid)


def _owner_ids(ctx, owner):
    """Return the ids of an owner's project and user, created if missing."""
    project_id, user_id = _find_owner(ctx, owner)
    # Looked for before inserted: every insertion would lock, on MariaDB, a
    # row that all the consumers of the project share.
    if project_id is None:
        _insert(ctx, _projects, owner.project)
    if user_id is None:
        _insert(ctx, _users, owner.user)
    if project_id is None or user_id is None:
        project_id, user_id = _find_owner(ctx, owner)
    return project_id, user_id


def _find_owner(ctx, owner):
    return ctx.connection.execute(
        sa.select(
            _scalar_id(_projects, owner.project),
            _scalar_id(_users, owner.user),
        )
    ).one()


def _scalar_id(table, external_id):
    return (
        sa.select(table.c.id)
        .where(table.c.external_id == external_id)
        .scalar_subquery()
    )


def _insert(ctx, table, external_id):
    ctx.connection.execute(
        dialects.insert_missing(ctx.connection, table).values(
            external_id=external_id
        )
    )
