"""Why some responses differ; compatibility.rst describes each reason.

A reason applies to requests of one kind and allows one difference: it makes
two views equal in the part that may differ. The rest must be equal.
"""

from collections.abc import Callable
import dataclasses
import json
import re
import urllib.parse

from oslo_utils import uuidutils

from placement_inv.handlers.placement import uuids
from placement_inv.tests.wire import comparison
from placement_inv.tests.wire.corpus import NOTHING


@dataclasses.dataclass(frozen=True)
class Reason:
    """A reason for a difference, with its name in the docs."""

    name: str
    #: Tells whether the reason applies to a Request.
    applies: Callable
    #: Makes two Views equal in the part that may differ.
    equalize: Callable


def explain(request, ours, theirs):
    """Return the names of the reasons for all differences of two Views.

    None if a difference has no reason.
    """
    names = []
    for reason in REASONS:
        if not reason.applies(request):
            continue
        views = reason.equalize(ours, theirs)
        if views != (ours, theirs):
            names.append(reason.name)
            ours, theirs = views
    return None if comparison.differences(ours, theirs) else names


def _is_no_json(request):
    if request.raw is None:
        return request.body is NOTHING and request.method in ('POST', 'PUT')
    try:
        json.loads(request.raw)
    except ValueError:
        return True
    return False


def _path(pattern, *methods):
    """Return a predicate of requests to a path with any query."""
    path_pattern = re.compile(pattern.replace('{}', '[^/]+'))

    def applies(request):
        path = request.path.partition('?')[0]
        return (
            request.method in methods
            and path_pattern.fullmatch(path) is not None
        )

    return applies


def _rewrite_both(pattern, replacement):
    """Return a function that rewrites a part of both sentences."""

    def equalize(ours, theirs):
        return tuple(
            each.replace_detail(re.sub(pattern, replacement, each.detail))
            for each in (ours, theirs)
        )

    return equalize


def _ignore_kept_consumer(ours, theirs):
    if 'expected 0 but got None' not in theirs.detail:
        return ours, theirs
    return ours, ours


def _ignore_status_before_version(ours, theirs):
    if (ours.status, theirs.status) not in ((404, 406), (404, 415)):
        return ours, theirs
    return ours, ours


def _ignore_database_error(ours, theirs):
    if 'IntegrityError' not in theirs.detail:
        return ours, theirs
    return _rewrite_both(r'(Update conflict): .*', r'\1')(ours, theirs)


def _ignore_empty_name(ours, theirs):
    if ours.status == 400 and "'' should be non-empty" in ours.detail:
        if theirs.status == 200 and theirs.body['name'] == '':
            return ours, ours
        if theirs.status == 400 and 'name is required' in theirs.detail:
            return ours, theirs.replace_detail(ours.detail)
    return ours, theirs


def _ignore_unauthorized_body(ours, theirs):
    if not ours.status == theirs.status == 401:
        return ours, theirs
    return ours, dataclasses.replace(theirs, body=ours.body)


def _ignore_date_without_rows(ours, theirs):
    if ours.status != 200 or ours.body['inventories']:
        return ours, theirs
    return ours.remove_header('last-modified'), theirs


def _ignore_missing_date(ours, theirs):
    if ours.status != 200 or theirs.headers['last-modified']:
        return ours, theirs
    return ours.remove_header('last-modified'), theirs


def _ignore_choice_of_candidates(ours, theirs):
    if not ours.status == theirs.status == 200:
        return ours, theirs
    counts = [len(each.body['allocation_requests']) for each in (ours, theirs)]
    if counts[0] != counts[1]:
        return ours, theirs
    return ours, dataclasses.replace(theirs, body=ours.body)


def _repeats(request):
    pairs = request.path.partition('?')[2].split('&')
    return len({each.partition('=')[0] for each in pairs}) < len(pairs)


def _ignore_repeated_parameters(ours, theirs):
    is_query_error = 'Invalid query string parameters' in ours.detail
    if not is_query_error or (ours.status, theirs.status) != (400, 200):
        return ours, theirs
    return ours, ours


def _ignore_unknown_names(ours, theirs):
    if ours.status != 400 or 'No such ' not in ours.detail:
        return ours, theirs
    if theirs.status == 200 and not any(theirs.body.values()):
        return ours, ours
    return _rewrite_both(r'(No such trait\(s\):) .*', r'\1')(ours, theirs)


def _has_unusual_aggregate(request):
    query = urllib.parse.parse_qsl(request.path.partition('?')[2])
    values = [
        re.sub('^!?(in:)?', '', value)
        for name, value in query
        if name.startswith('member_of')
    ]
    return any(
        uuidutils.is_uuid_like(uuid) and uuid != uuids.normalize(uuid)
        for value in values
        for uuid in value.split(',')
    )


def _ignore_empty_result(ours, theirs):
    if theirs.status == 200 and not any(theirs.body.values()):
        return ours, ours
    return ours, theirs


def _ignore_server_error(ours, theirs):
    is_schema_error = (
        ours.status == 400 and 'JSON does not validate' in ours.detail
    )
    if (
        is_schema_error
        and theirs.status == 500
        and 'not iterable' in theirs.detail
    ):
        return ours, ours
    return ours, theirs


def _ignore_inventory_names(ours, theirs):
    return _rewrite_both('(Inventory for) .* (invalid)', r'\1 \2')(
        ours, theirs
    )


#: Where OpenStack Placement names the members of a Python set: classes, of
#: which a custom one makes the order accidental, providers, and suffixes of
#: groups.
_NAMES_IN_SETS = (
    (409, r"(?<=Inventory for ')[^']*CUSTOM_[^']*(?=' on)"),
    (409, r"(?<=on resource provider ')[^']+, [^']+(?=' invalid)"),
    (400, r'(?<=in `same_subtree`: \[)[^]]+(?=\])'),
    (400, r'(?<=not found in \[)[^]]+(?=\])'),
)


def _ignore_set_order(ours, theirs):
    views = [ours, theirs]
    for status, pattern in _NAMES_IN_SETS:
        if ours.status == theirs.status == status:
            views = [
                each.replace_detail(re.sub(pattern, _sort_names, each.detail))
                for each in views
            ]
    return tuple(views)


def _sort_names(match):
    return ', '.join(sorted(match[0].split(', ')))


def _ignore_missing_allow(ours, theirs):
    if ours.status != 405 or theirs.headers['allow']:
        return ours, theirs
    return ours.remove_header('allow'), theirs


def _ignore_content_type(ours, theirs):
    return ours.remove_header('content-type'), theirs.remove_header(
        'content-type'
    )


def _ignore_missing_vary(ours, theirs):
    if ours.status < 400 or theirs.headers['vary']:
        return ours, theirs
    return ours.remove_header('vary'), theirs


#: In the order of doc/source/compatibility.rst.
REASONS = (
    Reason(
        'Malformed JSON',
        _is_no_json,
        _rewrite_both(r'(Malformed JSON:) .*', r'\1'),
    ),
    Reason(
        'Sentences said once',
        _path('/resource_providers/{}/.*', 'GET', 'PUT', 'DELETE'),
        _rewrite_both(
            r'(No resource provider with uuid .+ found) ?: \1', r'\1'
        ),
    ),
    Reason(
        'Sentences said once',
        _path('/resource_providers/{}/inventories/{}', 'DELETE'),
        _rewrite_both(
            r'(No inventory of class .+ found for delete): .*', r'\1'
        ),
    ),
    Reason(
        'An inventory twice',
        _path('/resource_providers/{}/inventories', 'POST'),
        _ignore_database_error,
    ),
    Reason(
        'Consumers of refused requests',
        lambda request: request.after == 'a refusal',
        _ignore_kept_consumer,
    ),
    Reason(
        'Aggregates before 1.1',
        _path('/resource_providers/{}/aggregates', 'GET', 'PUT'),
        _ignore_status_before_version,
    ),
    Reason(
        'Empty names',
        lambda request: request.body == {'name': ''},
        _ignore_empty_name,
    ),
    Reason(
        'Strangers',
        lambda request: request.headers.get('x-auth-token', '') is None,
        _ignore_unauthorized_body,
    ),
    Reason(
        'HEAD', lambda request: request.method == 'HEAD', _ignore_content_type
    ),
    Reason(
        'Allow',
        _path('/resource_providers/{}/inventories', 'DELETE'),
        _ignore_missing_allow,
    ),
    Reason('Vary', lambda _ask: True, _ignore_missing_vary),
    Reason(
        'Always fresh',
        _path('/resource_providers/{}/inventories', 'GET', 'PUT'),
        _ignore_date_without_rows,
    ),
    Reason(
        'Always fresh',
        _path('/resource_providers/{}', 'PUT'),
        _ignore_missing_date,
    ),
    Reason(
        'Order of candidates',
        lambda request: '&limit=' in request.path,
        _ignore_choice_of_candidates,
    ),
    Reason(
        'Names that do not exist',
        _path('/(allocation_candidates|resource_providers)', 'GET'),
        _ignore_unknown_names,
    ),
    Reason('Repeated parameters', _repeats, _ignore_repeated_parameters),
    Reason(
        'Consumers that leave',
        _path('/(allocations|reshaper)', 'POST'),
        _ignore_inventory_names,
    ),
    Reason('Sets in sentences', lambda _request: True, _ignore_set_order),
    Reason('Spellings of UUIDs', _has_unusual_aggregate, _ignore_empty_result),
    Reason(
        'Inventories that are no objects',
        _path('/reshaper(%0A)?', 'POST'),
        _ignore_server_error,
    ),
)
