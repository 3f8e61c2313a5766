"""`/inventory_updates/`, each update, its cancelation and its output."""

import dataclasses
import re

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.updates import representation
from placement_inv.handlers.host_inventory.updates import stdout_formats
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import (
    output as update_output,
)
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.web import errors as web_errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:updates:read'
_WRITE = representation.WRITE
_SINCE = versions.INVENTORY_SOURCES

#: Events of a page without `page_size`. Clients that follow a running update
#: read one page each time.
_EVENTS = 200
_MAX_EVENTS = {'X-UI-Max-Events': '4000'}


@endpoint(_READ, since=_SINCE)
def index(req):
    """List all inventory updates."""
    return pagination.respond(
        req, lambda query: update.page(req.ctx, query), representation.row
    )


@endpoint(_READ, since=_SINCE)
def index_of_source(req):
    """List the updates of a source."""
    key = urls.key(req, source.MODEL)
    return pagination.respond(
        req,
        lambda query: update.page_of_source(req.ctx, key, query),
        representation.row,
    )


@endpoint(_READ, since=_SINCE)
def show(req):
    """Show one inventory update."""
    row = update.get(req.ctx, _id(req))
    return response.json(representation.detail(req, row))


@endpoint(_WRITE, since=_SINCE)
def delete(req):
    """Delete an update that has ended, with its output."""
    update.delete(req.ctx, _id(req))
    return response.no_content()


@endpoint(_READ, since=_SINCE)
def show_cancel(req):
    """Tell whether an update can be canceled."""
    row = update.get(req.ctx, _id(req))
    return response.json(
        {
            'can_cancel': row.is_active,
            'job_explanation': row.job_explanation,
        }
    )


@endpoint(_WRITE, since=_SINCE)
def cancel(req):
    """Cancel an update; 405 after its end."""
    if not update_run.cancel(req.ctx, _id(req)):
        raise web_errors.MethodNotAllowed(
            headers={'Allow': 'GET, HEAD, OPTIONS'}
        )
    return response.no_content(202)


@endpoint(_READ, since=_SINCE)
def index_events(req):
    """List the events of an update, the newest first."""
    query = pagination.parse_query(req)
    limit = req.GET.get('limit', '')
    if re.fullmatch('[1-9][0-9]{0,3}', limit):
        query = dataclasses.replace(query, size=int(limit), with_count=False)
    elif 'page_size' not in req.GET:
        query = dataclasses.replace(query, size=_EVENTS)
    page = update_output.page(req.ctx, _id(req), query)
    answer = pagination.answer(req, page, representation.event)
    answer.headers.update(_MAX_EVENTS)
    return answer


@endpoint(_READ, since=_SINCE, produces=())
def stdout(req):
    """Show the output of an update in the requested format."""
    form = stdout_formats.parse_form(req)
    update_id = _id(req)
    text = update_output.get_text(req.ctx, update_id)
    return stdout_formats.answer(form, text, f'inventory_update_{update_id}')


def _id(req):
    """Return the id in the path. Updates have no names that paths contain.

    Raises NoSuchRoute.
    """
    key = urls.key(req, update.MODEL)
    if not isinstance(key, int):
        raise web_errors.NoSuchRoute()
    return key
