"""`/changes/` and `…/activity_stream/`: the change record."""

import re

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.audit import representation
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.audit import stream
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:changes:read'
_SINCE = versions.CHANGE_RECORD
#: The value of `since` that means the end of the feed.
_LATEST = 'latest'


@endpoint(_READ, since=_SINCE)
def index(req):
    """List all entries of the change record."""
    return pagination.respond(
        req, lambda query: stream.page(req.ctx, query), representation.row
    )


@endpoint(_READ, since=_SINCE)
def show(req):
    """Show one entry."""
    entry_id = urls.key(req, stream.MODEL)
    if not isinstance(entry_id, int):
        raise errors.NoMatch(model=stream.MODEL)
    return response.json(
        representation.row(req, stream.get(req.ctx, entry_id))
    )


def index_of(type_, model, since=_SINCE):
    """Return the endpoint that lists the entries about one row."""

    @endpoint(_READ, since=since)
    def index(req):
        """List the changes of a row, and who made them."""
        return pagination.respond_inside(
            req,
            model,
            lambda ctx, key, query: stream.page_of(ctx, type_, key, query),
            representation.row,
        )

    return index


@endpoint(_READ, since=_SINCE)
def follow(req):
    """Show the changes after a cursor, in an order that never changes.

    The answer contains the next cursor.
    """
    since, size = req.GET.get('since') or None, pagination.size(req)
    if since == _LATEST:
        entries = feed.Entries((), feed.find_end(req.ctx), more=False)
    else:
        entries = feed.read(req.ctx, _cursor(since), size)
    cursor = f'{entries.cursor.batch}.{entries.cursor.id}'
    page_size = f'&page_size={size}' if 'page_size' in req.GET else ''
    return response.json(
        {
            'cursor': cursor,
            'more': entries.more,
            'next': f'{urls.url(req, "changes")}?since={cursor}{page_size}',
            'results': [
                representation.row(req, stream.entry_from(row))
                for row in entries.rows
            ],
        }
    )


def _cursor(text):
    if text is None:
        return None
    match = re.fullmatch(r'([0-9]{1,18})\.([0-9]{1,18})', text)
    if not match:
        raise errors.InvalidCursor()
    return feed.Cursor(*map(int, match.groups()))
