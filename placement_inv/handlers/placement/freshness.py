"""Headers that say how fresh an answer is."""

import datetime
from email import utils

from placement_inv.handlers.placement import versions


def headers(req, *moments):
    """Return the headers of an answer last changed at the newest moment.

    `moments` are naive UTC, None among them for what has none. Where there
    is none at all the answer is of now.
    """
    if req.version < versions.CACHE_HEADERS:
        return {}
    known = [moment for moment in moments if moment is not None]
    newest = max(known).replace(tzinfo=datetime.UTC) if known else None
    return {
        'Cache-Control': 'no-cache',
        'Last-Modified': utils.format_datetime(
            newest or datetime.datetime.now(datetime.UTC), usegmt=True
        ),
    }
