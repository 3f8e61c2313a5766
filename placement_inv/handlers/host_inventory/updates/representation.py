"""The bodies of an inventory update and of the events of its output."""

import uuid

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields import secrets
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.sources import (
    fields as source_fields,
)
from placement_inv.handlers.host_inventory.sources import (
    representation as source_representation,
)
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles

NOUN = 'inventory_updates'
WRITE = 'host_inventory:updates:write'

RELATED = (
    *urls.from_version(
        versions.INVENTORY_SOURCES, 'stdout', 'cancel', 'events'
    ),
    *unsupported.related_names(NOUN),
)
#: The settings in bodies, in the order of AWX, which has other keys between.
_FIRST, _SECOND, _ = source_fields.OF_UPDATES.split(
    'timeout', 'execution_environment'
)
#: The namespace of the UUIDs of events.
_EVENTS = uuid.UUID('5f0c6b1e-8d53-4c55-9a44-0d0f0b7f2f6e')


def row(req, update):
    """Return the body of an update in lists."""
    shows_secrets = secrets.may_read(req, update)
    return {
        **base_representation.identity(
            req,
            update,
            NOUN,
            'inventory_update',
            _related_urls(req, update),
            _summary_fields(req, update),
        ),
        **_FIRST.represent(update, req.version, shows_secrets),
        'custom_virtualenv': None,
        **_SECOND.represent(update, req.version, shows_secrets),
        'unified_job_template': update.of_source.id,
        'inventory_source': update.of_source.id,
        'inventory': update.inventory.id,
        'launch_type': update.launch_type,
        **_state(update),
        'launched_by': _launched_by(req, update.authors.created_by),
        'execution_environment': None,
        'execution_node': '',
        'controller_node': '',
        'work_unit_id': None,
        'instance_group': None,
        'license_error': False,
        'org_host_limit_error': False,
        'source_project_update': None,
        'scm_revision': '',
    }


def detail(req, update):
    """Return the body of an update at its own path."""
    return {
        **row(req, update),
        'job_args': update.job_args,
        'job_cwd': '',
        # The environment has secrets of the source, so nobody sees it.
        'job_env': {},
        'result_traceback': update.result_traceback,
        'event_processing_finished': not update.is_active,
        'source_project': None,
    }


def event(req, row):
    """Return the body of an event: some lines of output."""
    return {
        'id': row.id,
        'type': 'inventory_update_event',
        'url': '',
        'related': {
            'inventory_update': urls.url(req, NOUN, row.inventory_update_id)
        },
        'summary_fields': {},
        'created': base_representation.moment(row.created_at),
        'modified': base_representation.moment(row.updated_at),
        'event': 'verbose',
        'counter': row.counter,
        'event_display': 'verbose',
        'event_data': {},
        'failed': False,
        'changed': False,
        'uuid': str(uuid.uuid5(_EVENTS, str(row.id))),
        'stdout': row.stdout,
        'start_line': row.start_line,
        'end_line': row.end_line,
        'verbosity': 0,
        'inventory_update': row.inventory_update_id,
    }


def _state(update):
    return {
        'status': update.status,
        'failed': update.has_failed,
        'started': _moment(update.started_at),
        'finished': _moment(update.finished_at),
        'canceled_on': _moment(update.canceled_at),
        'elapsed': update.elapsed_seconds,
        'job_explanation': update.job_explanation,
        'counts': update.counts,
    }


def _launched_by(req, author):
    if author is None:
        return {}
    return {
        'id': author.id,
        'name': author.username,
        'type': 'user',
        'url': urls.url(req, 'users', author.id),
    }


def _related_urls(req, update):
    source = urls.url(req, source_representation.NOUN, update.of_source.id)
    return {
        'unified_job_template': source,
        'inventory_source': source,
        'inventory': urls.url(req, 'inventories', update.inventory.id),
        **urls.related_urls(req, NOUN, update.id, RELATED),
    }


def _summary_fields(req, update):
    source = update.of_source
    source_summary = {
        'id': source.id,
        'name': source.name,
        'source': source.source,
    }
    if source.updates.last:
        finished_at = source.updates.last.finished_at
        source_summary['last_updated'] = base_representation.moment(
            finished_at
        )
    return {
        **base_representation.organization_summary(update.inventory),
        'inventory': base_representation.inventory_summary(
            req, update.inventory
        ),
        'unified_job_template': {
            'id': source.id,
            'name': source.name,
            'description': source.description,
            'unified_job_type': 'inventory_update',
        },
        'inventory_source': {
            **source_summary,
            'status': source.updates.status,
        },
        'user_capabilities': {
            # The rule of deletions needs the same role as a start.
            name: base_representation.may(
                req, WRITE, row_roles.UPDATE, update.id, roles.UPDATE
            )
            for name in ('delete', 'start')
        },
        'credentials': [],
    }


def _moment(naive):
    return naive and base_representation.moment(naive)
