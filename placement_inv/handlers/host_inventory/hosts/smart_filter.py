"""`/smart_filter/`: the hosts of a filter before it is saved."""

import dataclasses

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.hosts import host_filter
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.hosts import filter_preview
from placement_inv.objects.host_inventory.membership import (
    host_filter as filters,
)
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.web import errors as web_errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: The wire's names of attributes of a FilterDiagnostic.
_WIRE_NAMES = {
    'excerpt': 'found',
    'marked_line': 'shown',
    'expectations': 'expected',
}


@endpoint('host_inventory:hosts:read', since=versions.WIDE_FILTERS)
def show(req):
    """Show the hosts that a filter matches, or its error.

    A filter is refused for the same reasons as in a smart inventory.
    """
    try:
        preview = filter_preview.get(
            req.ctx,
            host_filter.parse_filter_to_save(req),
            _organization(req),
            pagination.parse_window(req),
        )
    except (
        domain_errors.InvalidHostFilter,
        domain_errors.FilterForbidden,
    ) as error:
        return _refuse(req, error, _represent(error.diagnostic))
    except exceptions.FilterTooExpensive as error:
        return _refuse(req, error, _diagnose_cost(error))
    return response.json(
        {
            'valid': True,
            'host_filter': preview.host_filter.text,
            'host_filter_language': preview.host_filter.language,
            'canonical': preview.canonical,
            'error': None,
            **pagination.document(req, preview.page, representation.row),
            'hidden_hosts': preview.hidden_count,
            'hidden': [_hidden(req, host) for host in preview.hidden],
        }
    )


def _organization(req):
    """Return the key of the organization; None if the request names none."""
    text = req.GET.get('organization')
    if not text:
        return None
    try:
        return urls.key_of(text, organization.MODEL)
    except domain_errors.NoMatch as error:
        raise domain_errors.NoSuchOrganization(id=text) from error


def _diagnose_cost(error):
    """Return the diagnostic of a filter that is too expensive, as a dict."""
    diagnostic = filters.FilterDiagnostic(
        code=error.code,
        message=str(error),
        line=1,
        column=1,
        position=0,
        excerpt='',
        marked_line='',
        expectations=(),
        hint=None,
    )
    return _represent(diagnostic)


def _represent(diagnostic):
    return {
        _WIRE_NAMES.get(name, name): value
        for name, value in dataclasses.asdict(diagnostic).items()
    }


def _refuse(req, error, document):
    status = web_errors.status_of(error, errors.STATUSES)
    answer = errors.render(error, status, req)
    return response.json(
        {
            'valid': False,
            **answer.json,
            'error': document,
        },
        status=status,
    )


def _hidden(req, host):
    return {
        'id': host.id,
        'name': host.name,
        'url': urls.url(req, representation.NOUN, host.id),
        'inventory': host.inventory_id,
        'hidden_by': host.older_id,
    }
