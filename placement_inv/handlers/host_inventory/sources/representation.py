"""An inventory source as bodies show it."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.sources import fields

NOUN = 'inventory_sources'
WRITE = 'host_inventory:sources:write'

#: The fields of bodies, in the order that AWX has.
_FIRST, _SECOND, _LAST = fields.FORM.split('timeout', 'execution_environment')
_START = 'host_inventory:updates:write'
_UPDATES = 'inventory_updates'
RELATED = (
    *urls.from_version(
        versions.INVENTORY_SOURCES,
        'update',
        'inventory_updates',
        'hosts',
        'groups',
    ),
    *unsupported.related_names(NOUN),
    ('activity_stream', versions.CHANGE_RECORD),
)


def row(req, shown, named=None):
    """Return a source as lists show it."""
    return {
        **base_representation.identity(
            req,
            shown,
            NOUN,
            'inventory_source',
            {
                **(named or {}),
                **_updates(req, shown),
                **urls.related_urls(req, NOUN, shown.id, RELATED),
                'inventory': urls.url(req, 'inventories', shown.inventory.id),
            },
            _summary_fields(req, shown),
        ),
        **_FIRST.represent(shown, req.version),
        'custom_virtualenv': None,
        **_SECOND.represent(shown, req.version),
        **_last_run(shown),
        **_LAST.represent(shown, req.version),
    }


def detail(req, shown):
    """Return a source as its own place shows it."""
    return row(
        req, shown, base_representation.named_in_inventory(req, NOUN, shown)
    )


def _last_run(shown):
    last = shown.updates.last
    finished = last and base_representation.moment(last.finished_at)
    failed = bool(last and last.failed)
    return {
        'last_job_run': finished,
        'last_job_failed': failed,
        'next_job_run': None,
        'status': shown.updates.status,
        'last_update_failed': failed,
        'last_updated': finished,
    }


def _updates(req, shown):
    """Return the links to the newest updates, each under both its names."""
    related = {}
    for which, latest in (
        ('current', shown.updates.current),
        ('last', shown.updates.last),
    ):
        if latest:
            place = urls.url(req, _UPDATES, latest.id)
            related |= {f'{which}_job': place, f'{which}_update': place}
    return related


def _summary_fields(req, shown):
    may_start = req.ctx.may(_START)
    summary_fields = {
        **base_representation.organization_of(shown.inventory),
        'inventory': base_representation.inventory_summary(
            req, shown.inventory
        ),
        'user_capabilities': {
            **base_representation.capabilities(req, WRITE),
            'start': may_start,
            'schedule': False,
        },
        'credentials': [],
    }
    current, last = shown.updates.current, shown.updates.last
    if current:
        glance = _glance(current)
        summary_fields |= {'current_update': glance, 'current_job': glance}
    if last:
        finished = base_representation.moment(last.finished_at)
        summary_fields |= {
            'last_job': {**_glance(last), 'finished': finished},
            'last_update': _glance(last),
        }
    return summary_fields


def _glance(update):
    return {
        'id': update.id,
        'name': update.name,
        'description': update.description,
        'status': update.status,
        'failed': update.failed,
        'license_error': False,
    }
