"""Headers with the time of the last change of a resource."""

import datetime
from email import utils

from placement_inv.handlers.placement import versions


def headers(req, *moments):
    """Return the headers of a response, with the newest of `moments`.

    `moments` are naive datetimes in UTC, or None where a row has none. Without
    any moment the time is now. Versions before CACHE_HEADERS have no headers.
    """
    if req.version < versions.CACHE_HEADERS:
        return {}
    known_moments = [moment for moment in moments if moment is not None]
    newest = (
        max(known_moments).replace(tzinfo=datetime.UTC)
        if known_moments
        else None
    )
    return {
        'Cache-Control': 'no-cache',
        'Last-Modified': utils.format_datetime(
            newest or datetime.datetime.now(datetime.UTC), usegmt=True
        ),
    }
