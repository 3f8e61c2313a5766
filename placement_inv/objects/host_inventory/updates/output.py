"""Reads the output of an update: its events, and their whole text."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.updates import update

_updates = tables.host_inventory.inventory_updates
_events = tables.host_inventory.inventory_update_events


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """Some lines of output: [start_line, end_line) of all lines."""

    id: int
    inventory_update_id: int
    counter: int
    start_line: int
    end_line: int
    stdout: str
    created_at: datetime.datetime
    updated_at: datetime.datetime


_SELECT = sa.select(*(_events.c[f.name] for f in dataclasses.fields(Event)))


@transactions.reader
def page(ctx, update_id, query):
    """Return a page of an update's events, newest first; NoMatch."""
    _check_exists(ctx, update_id)
    select = _SELECT.where(_events.c.inventory_update_id == update_id)
    event_page = list_page.page(
        ctx, filter_catalog.EVENTS, select, query, ('-counter',)
    )
    return event_page.map(lambda row: Event(**row))


@transactions.reader
def get_text(ctx, update_id):
    """Return the output of an update so far; NoMatch without one."""
    _check_exists(ctx, update_id)
    texts = ctx.connection.execute(
        sa.select(_events.c.stdout)
        .where(_events.c.inventory_update_id == update_id)
        .order_by(_events.c.counter)
    ).scalars()
    return ''.join(f'{lines}\n' for lines in texts)


def _check_exists(ctx, update_id):
    rows.find_id(ctx, _updates, update_id, update.MODEL)
