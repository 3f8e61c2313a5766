"""The body of an inventory source."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields import secrets
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.sources import fields
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles

NOUN = 'inventory_sources'
WRITE = 'host_inventory:sources:write'

#: The fields of bodies, in the order of AWX.
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


def row(req, source, named_url=None):
    """Return the body of a source in lists."""
    shows_secrets = secrets.may_read(req, source)
    return {
        **base_representation.identity(
            req,
            source,
            NOUN,
            'inventory_source',
            {
                **(named_url or {}),
                **_updates(req, source),
                **urls.related_urls(req, NOUN, source.id, RELATED),
                'inventory': urls.url(req, 'inventories', source.inventory.id),
            },
            _summary_fields(req, source),
        ),
        **_FIRST.represent(source, req.version, shows_secrets),
        'custom_virtualenv': None,
        **_SECOND.represent(source, req.version, shows_secrets),
        **_last_run(source),
        **_LAST.represent(source, req.version, shows_secrets),
    }


def detail(req, source):
    """Return the body of a source at its own path."""
    return row(
        req,
        source,
        base_representation.named_url_in_inventory(req, NOUN, source),
    )


def _last_run(source):
    last = source.updates.last
    finished_at = last and base_representation.moment(last.finished_at)
    has_failed = bool(last and last.has_failed)
    return {
        'last_job_run': finished_at,
        'last_job_failed': has_failed,
        'next_job_run': None,
        'status': source.updates.status,
        'last_update_failed': has_failed,
        'last_updated': finished_at,
    }


def _updates(req, source):
    """Return the links to the newest updates; each has two names in AWX."""
    links = {}
    for which, latest in (
        ('current', source.updates.current),
        ('last', source.updates.last),
    ):
        if latest:
            place = urls.url(req, _UPDATES, latest.id)
            links |= {f'{which}_job': place, f'{which}_update': place}
    return links


def _summary_fields(req, source):
    may_start = base_representation.may(
        req, _START, row_roles.SOURCE, source.id, roles.UPDATE
    )
    summary_fields = {
        **base_representation.organization_summary(source.inventory),
        'inventory': base_representation.inventory_summary(
            req, source.inventory
        ),
        'user_capabilities': {
            **base_representation.capabilities(
                req, WRITE, row_roles.SOURCE, source.id
            ),
            'start': may_start,
            'schedule': False,
        },
        'credentials': [],
    }
    current, last = source.updates.current, source.updates.last
    if current:
        current_summary = _update_summary(current)
        summary_fields |= {
            'current_update': current_summary,
            'current_job': current_summary,
        }
    if last:
        finished_at = base_representation.moment(last.finished_at)
        summary_fields |= {
            'last_job': {**_update_summary(last), 'finished': finished_at},
            'last_update': _update_summary(last),
        }
    return summary_fields


def _update_summary(update):
    return {
        'id': update.id,
        'name': update.name,
        'description': update.description,
        'status': update.status,
        'failed': update.has_failed,
        'license_error': False,
    }
