"""`/hosts/{id}/ansible_facts/`: the facts of a host.

The ETag of each answer contains the version of the facts. A writer can require
that the version is still the same, with `If-Match` or `?version=`.
"""

import re

from webob import etag

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_WRITE = 'host_inventory:hosts:write'
_VERSION = 'version'


@endpoint(_READ, since=versions.FACTS)
def show(req):
    """Show the facts of a host."""
    document = facts.get_facts(req.ctx, _key(req))
    if document.original_id is not None:
        place = urls.url(req, 'hosts', document.original_id, 'ansible_facts')
        return response.with_location(place, status=302)
    is_tagged = req.version >= versions.FACTS_VERSION
    if is_tagged and document.tag in req.if_none_match:
        return _with_etag(req, response.no_content(304), document)
    return _answer(req, document)


@endpoint(_WRITE, since=versions.FACTS)
def replace(req):
    """Replace all the facts of a host."""
    return _answer(
        req,
        facts.replace(
            req.ctx, _key(req), _document(req), _parse_precondition(req)
        ),
    )


@endpoint(_WRITE, since=versions.FACTS)
def merge(req):
    """Add facts to those of a host; other facts stay."""
    return _answer(
        req,
        facts.merge(
            req.ctx, _key(req), _document(req), _parse_precondition(req)
        ),
    )


@endpoint(_WRITE, since=versions.FACTS)
def delete(req):
    """Delete the facts of a host."""
    facts.delete(req.ctx, _key(req), _parse_precondition(req))
    return response.no_content()


def _answer(req, document):
    return _with_etag(req, response.json(document.document), document)


def _with_etag(req, answer, document):
    if req.version >= versions.FACTS_VERSION:
        answer.etag = document.tag
    return answer


def _parse_precondition(req):
    """Return what the facts must be before a write, a `facts.Expected`.

    Raises BadFactsVersion.
    """
    if req.version < versions.FACTS_VERSION:
        return facts.ANY
    condition, version = req.if_match, req.GET.get(_VERSION)
    tags = None
    if isinstance(condition, etag.ETagMatcher):
        tags = frozenset(condition.etags)
    if version is not None and not re.fullmatch('[0-9]{1,9}', version):
        raise errors.BadFactsVersion()
    return facts.Precondition(None if version is None else int(version), tags)


def _document(req):
    return body.read(req, limit=req.ctx.conf.host_inventory.max_facts_size)


def _key(req):
    return urls.key(req, host.MODEL)
