"""Errors of the host-inventory family: statuses, and AWX's body shapes.

The body of an error about fields is `{"<field>": ["…"]}`. Any other body is a
sentence under one key: `detail`, or the key in `KEYS`.
"""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.access import account
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.web import errors
from placement_inv.web import response

#: The nearest class decides. An error of no class here is a bug: a 500.
STATUSES = {
    exceptions.NotFound: 404,
    exceptions.Invalid: 400,
    exceptions.Conflict: 409,
    exceptions.Forbidden: 403,
    exceptions.Unavailable: 503,
    domain_errors.KindIsFixed: 405,
    account.UsersOfKeystone: 405,
    domain_errors.PreconditionFailed: 412,
}


class NotJSON(errors.HTTPError):
    status = 400
    sentence = 'JSON parse error - {reason}'


class NotYAML(errors.HTTPError):
    status = 400
    sentence = 'YAML parse error - {reason}'


class BadParameter(errors.HTTPError):
    """A parameter of the query string is not a number."""

    status = 400
    sentence = 'The value of {name} is not a number of lines.'


class BadBatch(errors.HTTPError):
    """A request for the facts of many hosts is malformed."""

    status = 400
    sentence = 'Invalid request for facts: {reason}.'


class BadAssociation(errors.HTTPError):
    """The body of a POST to a related list is malformed."""

    status = 400
    sentence = '{reason}'


class BadFactsVersion(errors.HTTPError):
    """The version of facts in a precondition is not a number."""

    status = 400
    sentence = 'The version of facts is a number.'


class BadExplanation(errors.HTTPError):
    """A request to explain names no filter and no inventory, or both."""

    status = 400
    sentence = 'Name what to explain: either host_filter or inventory.'


class HostsNotListed(errors.HTTPError):
    """Any error of a request for the list of all hosts."""

    status = 400
    sentence = '{reason}'


#: The keys of sentences for which AWX uses another key than `detail`.
KEYS = {
    HostsNotListed: 'error',
    BadAssociation: 'msg',
    domain_errors.Busy: 'error',
    domain_errors.ConstructedHost: 'error',
    domain_errors.ConstructedInput: 'error',
    domain_errors.NotConstructed: 'error',
    source_errors.ConstructedKept: 'error',
    domain_errors.AlreadyPending: 'error',
    domain_errors.CyclicalGroups: 'error',
    domain_errors.InventoryPending: 'error',
    domain_errors.KindIsFixed: 'error',
    domain_errors.LastAdministrator: 'msg',
    domain_errors.NotForTeams: 'msg',
}
#: The codes that bodies contain, under `code`.
_SHOWN_CODES = frozenset(
    (exceptions.FilterTooExpensive.code, exceptions.OutcomeUnknown.code)
)


def render(error, status, req):
    """Return the answer for an error, with a status."""
    if isinstance(error, exceptions.InvalidFields):
        return response.json(error.fields, status=status)
    body = {KEYS.get(type(error), 'detail'): _sentence(error, req)}
    if error.code in _SHOWN_CODES:
        body['code'] = error.code
    if isinstance(error, domain_errors.NotForKind):
        body = {'inventory': body}
    if isinstance(error, domain_errors.Busy):
        body['active_jobs'] = error.active_jobs
    if isinstance(error, errors.UnacceptableVersion):
        body['max_version'] = str(versions.history.last)
        body['min_version'] = str(versions.history.first)
    return response.json(body, status=status)


def _sentence(error, req):
    if isinstance(error, errors.MethodNotAllowed):
        return f'Method "{req.method}" not allowed.'
    if isinstance(error, exceptions.PolicyNotAuthorized):
        return 'You do not have permission to perform this action.'
    if isinstance(error, errors.Unauthenticated):
        return f'{error}{_login_hint(req)}'
    return str(error) or 'Not found.'


def _login_hint(req):
    place = f'{req.script_name}/api/login/'
    return f' To establish a login session, visit {place}.'
