"""`/hosts/{id}/explain/`: why a filter matches a host, or does not."""

import datetime
import json

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.hosts import (
    host_filter as filter_parameter,
)
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.hosts import explain
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: How many characters of one value, as text or JSON, the answer shows.
_LONGEST = 1000


@endpoint('host_inventory:hosts:read', since=versions.WIDE_FILTERS)
def show(req):
    """Show each term of a filter, whether it holds, and the values it read."""
    key = urls.key(req, host.MODEL)
    host_filter, inventory = (
        filter_parameter.parse_filter(req),
        req.GET.get('inventory'),
    )
    if bool(host_filter) == bool(inventory):
        raise errors.BadExplanation()
    if inventory:
        explanation = explain.explain_inventory(
            req.ctx,
            key,
            _parse_inventory(inventory),
            versions.hides_pending(req),
        )
    else:
        explanation = explain.explain_filter(req.ctx, key, host_filter)
    return response.json(_body(req, explanation))


def _parse_inventory(text):
    try:
        return urls.key_of(text, host_inventory.MODEL)
    except domain_errors.NoMatch as error:
        raise domain_errors.NoSuchInventory(id=text) from error


def _body(req, explanation):
    return {
        'host': explanation.host_id,
        'host_filter': explanation.host_filter.text,
        'host_filter_language': explanation.host_filter.language,
        'canonical': explanation.canonical,
        'matches': explanation.verdict.holds,
        'terms': [_term(term) for term in explanation.terms],
        'verdict': _verdict(explanation.verdict),
        'membership': explanation.membership
        and _membership(req, explanation.membership),
    }


def _term(term):
    return {
        'term': term.text,
        'line': term.line,
        'column': term.column,
        'holds': term.holds,
        'seen': [_value(value) for value in term.values],
        'more': term.more,
    }


def _value(value):
    if isinstance(value, datetime.datetime):
        return base_representation.moment(value)
    if isinstance(value, dict | list | str):
        text = value if isinstance(value, str) else json.dumps(value)
        if len(text) > _LONGEST:
            return text[:_LONGEST] + '…'
    return value


def _verdict(verdict):
    document = {'kind': verdict.kind, 'holds': verdict.holds}
    if verdict.term is not None:
        return {**document, 'term': verdict.term}
    return {**document, 'parts': [_verdict(part) for part in verdict.parts]}


def _membership(req, membership):
    document = {
        'inventory': membership.inventory_id,
        'contained': membership.is_member,
        'same_organization': membership.is_in_same_organization,
        'hidden_by': membership.older_id,
    }
    if versions.hides_pending(req):
        document['being_deleted'] = membership.is_pending
    return document
