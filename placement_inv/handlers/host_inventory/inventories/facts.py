"""`/inventories/{id}/ansible_facts/`: the facts of many hosts at once."""

import re
from urllib import parse

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_HOSTS = 'hosts'
#: {parameter: its name in a Window}.
_NAMES = {'name': 'name', 'name__gte': 'first', 'name__gt': 'after'}
_SIZE = 'page_size'


@endpoint('host_inventory:hosts:read', since=versions.FACTS_IN_BATCHES)
def show(req):
    """Show the facts of some hosts of an inventory, by name."""
    window = _window(req)
    documents, more = fact_batches.read(req.ctx, _key(req), window)
    return response.json(
        {
            'next': _next(req, documents[-1].name) if more else None,
            'results': [_row(document) for document in documents],
        }
    )


@endpoint('host_inventory:hosts:write', since=versions.FACTS_IN_BATCHES)
def merge(req):
    """Add facts to those of some hosts of an inventory."""
    document = body.read(req, limit=req.ctx.conf.host_inventory.max_facts_size)
    result = fact_batches.merge(
        req.ctx, _key(req), _documents(document), versions.hides_pending(req)
    )
    return response.json(
        {
            _HOSTS: {host.name: _stamp(host) for host in result.hosts},
            'unknown': list(result.unknown_names),
            'refused': result.reasons,
        }
    )


def _window(req):
    unknown = set(req.GET) - {*_NAMES, _SIZE}
    if unknown:
        raise errors.BadBatch(
            reason=f'{min(unknown)} is not one of {", ".join(_NAMES)}, {_SIZE}'
        )
    names = {
        _NAMES[parameter]: req.GET[parameter]
        for parameter in _NAMES
        if parameter in req.GET
    }
    return fact_batches.Window(
        **names, size=_size(req), hides_pending=versions.hides_pending(req)
    )


def _size(req):
    text = req.GET.get(_SIZE, str(fact_batches.MAX_HOSTS))
    if not re.fullmatch('[0-9]{1,9}', text) or not int(text):
        raise errors.BadBatch(reason=f'{_SIZE} is not a number from 1 on')
    return min(int(text), fact_batches.MAX_HOSTS)


def _documents(document):
    """Return {name of a host: facts or None} of a body.

    Raises BadBatch.
    """
    documents = document.get(_HOSTS)
    if not isinstance(documents, dict) or len(document) != 1:
        raise errors.BadBatch(
            reason='the body is not {"hosts": {name: facts, …}}'
        )
    if len(documents) > fact_batches.MAX_HOSTS:
        raise errors.BadBatch(
            reason=f'it is about more than {fact_batches.MAX_HOSTS} hosts'
        )
    for name, facts in documents.items():
        if facts is not None and not isinstance(facts, dict):
            raise errors.BadBatch(
                reason=f'the facts of {name} are not an object'
            )
        if '\0' in name:
            raise errors.BadBatch(reason='a name contains NUL')
    return documents


def _row(document):
    return {
        'id': document.host_id,
        'name': document.name,
        **_stamp(document),
        'ansible_facts': document.facts,
    }


def _stamp(document):
    modified_at = document.modified_at
    return {
        'version': document.version,
        'ansible_facts_modified': modified_at
        and base_representation.moment(modified_at),
    }


def _next(req, name):
    parameters = {'name__gt': name, _SIZE: _size(req)}
    path = urls.url(
        req, 'inventories', parse.quote(req.path_items['id']), 'ansible_facts'
    )
    return f'{path}?{parse.urlencode(parameters)}'


def _key(req):
    return urls.key(req, host_inventory.MODEL)
