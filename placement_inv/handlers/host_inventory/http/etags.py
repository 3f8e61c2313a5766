"""Generations over HTTP: in bodies, in `ETag` and in conditions.

A tag is the generation and a digest of the body, because the counts in a body
change while the row does not. Writes compare the generation alone.
"""

import hashlib
import re

from webob import etag

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.common import current_generation
from placement_inv.objects.host_inventory.common import generations
from placement_inv.web import response

_SEPARATOR = '-'
#: The highest generation of a row, and the largest value of its column.
_LARGEST = 2**31 - 1


def field(req, row):
    """Return {'generation': number} of an inventory, host or group."""
    if req.version < versions.GENERATIONS:
        return {}
    return {'generation': row.generation}


def precondition(req, body_generation=None):
    """Return the generations.Expected of the body and of `If-Match`."""
    if req.version < versions.GENERATIONS:
        return generations.ANY
    return generations.Precondition(body_generation, _parse_if_match(req))


def read_body(req, form, mode):
    """Return ({name in `objects`: value}, precondition) of a body.

    Raises InvalidFields and as `body.read` does.
    """
    values = form.read(body.read(req), req.version, mode)
    return values, precondition(req, values.pop('generation', None))


def show(req, model, get, detail):
    """Return the answer with the row that the path names, or 304.

    `get(ctx, key)` returns the row, `detail(req, row)` its body.
    """
    key = urls.key(req, model)
    not_modified = _check_if_match(req, model, key)
    if not_modified:
        return not_modified
    row = get(req.ctx, key)
    return answer(req, row, detail(req, row))


def _check_if_match(req, model, key):
    """Return 304 if `If-None-Match` has the current generation, else None.

    Such a tag without a digest is about the row alone, not about the counts in
    its body: nothing else is read.
    """
    condition = req.if_none_match
    if req.version < versions.GENERATIONS or not isinstance(
        condition, etag.ETagMatcher
    ):
        return None
    if not any(re.fullmatch('[0-9]{1,10}', tag) for tag in condition.etags):
        return None
    present = str(current_generation.get(req.ctx, model, key))
    return _is_not_modified(present) if present in condition else None


def answer(req, row, document):
    """Return the answer with a row, or 304 if the caller has its body."""
    reply = response.json(document)
    if req.version < versions.GENERATIONS:
        return reply
    digest = hashlib.blake2b(reply.body, digest_size=8).hexdigest()
    reply.etag = f'{row.generation}{_SEPARATOR}{digest}'
    if reply.etag not in req.if_none_match:
        return reply
    return _is_not_modified(reply.etag)


def _is_not_modified(tag):
    reply = response.no_content(304)
    reply.etag = tag
    return reply


def _parse_if_match(req):
    condition = req.if_match
    if not isinstance(condition, etag.ETagMatcher):
        return None
    numbers = (tag.partition(_SEPARATOR)[0] for tag in condition.etags)
    return frozenset(
        int(number)
        for number in numbers
        if re.fullmatch('[0-9]{1,10}', number) and int(number) <= _LARGEST
    )
