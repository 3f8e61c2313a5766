"""The current and the last update of sources."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.tenancy import statement_limits

_updates = tables.host_inventory.inventory_updates

_NEVER = 'never updated'


@dataclasses.dataclass(frozen=True, slots=True)
class UpdateRef:
    """An update as the body of its source shows it."""

    id: int
    name: str
    description: str
    status: str
    finished_at: datetime.datetime | None

    @property
    def has_failed(self):
        return self.status in running_updates.FAILED


@dataclasses.dataclass(frozen=True, slots=True)
class LatestUpdates:
    """The unfinished update of a source, and the last finished one."""

    current: UpdateRef | None = None
    last: UpdateRef | None = None

    @property
    def status(self):
        newest = self.current or self.last
        return newest.status if newest else _NEVER


NONE = LatestUpdates()


def _select_newest(sources, column, active):
    """Return a scalar select from the current or the last update of sources.

    `column(updates)` is the selected column; with `active`, it is of the
    current update.
    """
    updates = _updates.alias()
    is_active = updates.c.status.in_(running_updates.ACTIVE)
    return (
        sa.select(column(updates))
        .where(updates.c.inventory_source_id == sources.c.id)
        .where(is_active if active else ~is_active)
        .order_by(*_newest_first(updates))
        .limit(1)
        .correlate(sources)
        .scalar_subquery()
    )


def _newest_first(updates):
    return (
        # Of several unfinished updates, the running one is the current one.
        sa.case((updates.c.status == 'running', 0), else_=1),
        updates.c.finished_at.desc(),
        updates.c.id.desc(),
    )


def status_of(sources):
    """Return an expression: the status of each row of a table of sources."""
    return sa.func.coalesce(
        _select_newest(sources, lambda updates: updates.c.status, active=True),
        _select_newest(
            sources, lambda updates: updates.c.status, active=False
        ),
        _NEVER,
    )


def current_of(sources):
    """Return an expression: the id of the unfinished update, or NULL."""
    return _select_newest(sources, lambda updates: updates.c.id, active=True)


def last_of(sources):
    """Return an expression: the id of the last finished update, or NULL."""
    return _select_newest(sources, lambda updates: updates.c.id, active=False)


def finished_of(sources):
    """Return an expression: the end of the last finished update, or NULL."""
    return _select_newest(
        sources, lambda updates: updates.c.finished_at, active=False
    )


def failed_of(sources):
    """Return an expression: whether the last finished update failed."""
    failures = _select_newest(
        sources, lambda updates: updates.c.status, active=False
    ).in_(running_updates.FAILED)
    return sa.func.coalesce(failures, sa.false())


def find_all(ctx, source_ids):
    """Return {source id: LatestUpdates} of the sources with any update."""
    if not source_ids:
        return {}
    is_active = _updates.c.status.in_(running_updates.ACTIVE)
    kind_column = sa.case((is_active, 'current'), else_='last').label('kind')
    ranks = (
        sa.select(
            _updates.c.inventory_source_id,
            kind_column,
            *(_updates.c[f.name] for f in dataclasses.fields(UpdateRef)),
            sa.func.row_number()
            .over(
                partition_by=(_updates.c.inventory_source_id, kind_column),
                order_by=_newest_first(_updates),
            )
            .label('place'),
        )
        .where(_updates.c.inventory_source_id.in_(source_ids))
        .subquery()
    )
    updates: dict[int, LatestUpdates] = {}
    # The sources are rows that the caller has read.
    select = statement_limits.mark(sa.select(ranks).where(ranks.c.place == 1))
    for source_id, kind, *values, _place in ctx.connection.execute(select):
        latest = updates.get(source_id, NONE)
        updates[source_id] = dataclasses.replace(
            latest, **{kind: UpdateRef(*values)}
        )
    return updates
