"""Generations over HTTP: in bodies, as `ETag`, and in conditions on it.

A tag is the generation, then a digest of the body: what a row counts changes
without the row. Writes compare the generation alone.
"""

import hashlib
import re

from webob import etag

from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import generations
from placement_inv.web import response

_SEPARATOR = '-'
#: No row has a higher generation, and no database could compare one.
_LARGEST = 2**31 - 1


def shown(req, row):
    """Return {'generation': number} of an inventory, host or group."""
    if req.version < versions.GENERATIONS:
        return {}
    return {'generation': row.generation}


def expected(req, said=None):
    """Return what a write must find: what the body said, and `If-Match`."""
    if req.version < versions.GENERATIONS:
        return generations.ANY
    return generations.Expected(said, _matched(req))


def answer(req, row, document):
    """Return the answer with a row, or 304 to one who has it already."""
    made = response.json(document)
    if req.version < versions.GENERATIONS:
        return made
    digest = hashlib.blake2b(made.body, digest_size=8).hexdigest()
    made.etag = f'{row.generation}{_SEPARATOR}{digest}'
    if made.etag not in req.if_none_match:
        return made
    known = response.no_content(304)
    known.etag = made.etag
    return known


def _matched(req):
    condition = req.if_match
    if not isinstance(condition, etag.ETagMatcher):
        return None
    numbers = (tag.partition(_SEPARATOR)[0] for tag in condition.etags)
    return frozenset(
        int(number)
        for number in numbers
        if re.fullmatch('[0-9]{1,10}', number) and int(number) <= _LARGEST
    )
