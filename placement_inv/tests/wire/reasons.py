"""Why some answers differ; each reason is told in compatibility.rst.

A reason is about requests of one kind, and forgives one difference: the two
views are made alike where the reason says that they may differ, and have to
be equal then.
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
    """Why answers to some requests differ, by its name in the docs."""

    name: str
    #: Tells whether an Ask is of the kind.
    where: Callable
    #: Makes two Views alike where they may differ.
    forgive: Callable


def of(ask, ours, theirs):
    """Return the names of the reasons for all differences of two Views.

    None where something differs for no reason.
    """
    names = []
    for reason in REASONS:
        if not reason.where(ask):
            continue
        forgiven = reason.forgive(ours, theirs)
        if forgiven != (ours, theirs):
            names.append(reason.name)
            ours, theirs = forgiven
    return None if comparison.differences(ours, theirs) else names


def _is_no_json(ask):
    if ask.raw is None:
        return ask.body is NOTHING and ask.method in ('POST', 'PUT')
    try:
        json.loads(ask.raw)
    except ValueError:
        return True
    return False


def _path(pattern, *methods):
    """Return the kind of requests to a path, its query left out."""
    compiled = re.compile(pattern.replace('{}', '[^/]+'))

    def where(ask):
        path = ask.path.partition('?')[0]
        return ask.method in methods and compiled.fullmatch(path) is not None

    return where


def _both_said(pattern, replacement):
    """Return what rewrites a part of both sentences."""

    def forgive(ours, theirs):
        return tuple(
            each.saying(re.sub(pattern, replacement, each.detail))
            for each in (ours, theirs)
        )

    return forgive


def _left_behind(ours, theirs):
    if 'expected 0 but got None' not in theirs.detail:
        return ours, theirs
    return ours, ours


def _before_their_version(ours, theirs):
    if (ours.status, theirs.status) not in ((404, 406), (404, 415)):
        return ours, theirs
    return ours, ours


def _quoted_patterns(ours, theirs):
    said = ours.detail.replace(r'\\Z', '$')
    return ours.saying(said.replace('^all$', '^all')), theirs


def _refused_by_the_database(ours, theirs):
    if 'IntegrityError' not in theirs.detail:
        return ours, theirs
    return _both_said(r'(Update conflict): .*', r'\1')(ours, theirs)


_GENERATIONS = ('generation', 'resource_provider_generation')


def _without_generations(document):
    if isinstance(document, list):
        return [_without_generations(each) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        key: None if key in _GENERATIONS else _without_generations(value)
        for key, value in document.items()
    }


def _other_generations(ours, theirs):
    alike = (
        dataclasses.replace(each, body=_without_generations(each.body))
        for each in (ours, theirs)
    )
    return _both_said(r'actual: \d+', 'actual:')(*alike)


def _no_empty_name(ours, theirs):
    if ours.status == 400 and "'' should be non-empty" in ours.detail:
        if theirs.status == 200 and theirs.body['name'] == '':
            return ours, ours
        if theirs.status == 400 and 'name is required' in theirs.detail:
            return ours, theirs.saying(ours.detail)
    return ours, theirs


def _stranger(ours, theirs):
    if not ours.status == theirs.status == 401:
        return ours, theirs
    return ours, dataclasses.replace(theirs, body=ours.body)


def _nothing_dated(ours, theirs):
    if ours.status != 200 or ours.body['inventories']:
        return ours, theirs
    return ours.without('last-modified'), theirs


def _first_change(ours, theirs):
    if ours.status != 200 or theirs.headers['last-modified']:
        return ours, theirs
    return ours.without('last-modified'), theirs


def _which_of_many(ours, theirs):
    if not ours.status == theirs.status == 200:
        return ours, theirs
    counts = [len(each.body['allocation_requests']) for each in (ours, theirs)]
    if counts[0] != counts[1]:
        return ours, theirs
    return ours, dataclasses.replace(theirs, body=ours.body)


def _repeats(ask):
    pairs = ask.path.partition('?')[2].split('&')
    return len({each.partition('=')[0] for each in pairs}) < len(pairs)


def _form_of_each(ours, theirs):
    said = 'Invalid query string parameters' in ours.detail
    if not said or (ours.status, theirs.status) != (400, 200):
        return ours, theirs
    return ours, ours


def _unknown_names(ours, theirs):
    if ours.status != 400 or 'No such ' not in ours.detail:
        return ours, theirs
    if theirs.status == 200 and not any(theirs.body.values()):
        return ours, ours
    return _both_said(r'(No such trait\(s\):) .*', r'\1')(ours, theirs)


def _spells_aggregates_oddly(ask):
    query = urllib.parse.parse_qsl(ask.path.partition('?')[2])
    named = [
        re.sub('^!?(in:)?', '', value)
        for name, value in query
        if name.startswith('member_of')
    ]
    return any(
        uuidutils.is_uuid_like(uuid) and uuid != uuids.normalize(uuid)
        for value in named
        for uuid in value.split(',')
    )


def _found_nothing(ours, theirs):
    if theirs.status == 200 and not any(theirs.body.values()):
        return ours, ours
    return ours, theirs


def _no_object(ours, theirs):
    refused = ours.status == 400 and 'JSON does not validate' in ours.detail
    if refused and theirs.status == 500 and 'not iterable' in theirs.detail:
        return ours, ours
    return ours, theirs


def _named_inventories(ours, theirs):
    return _both_said('(Inventory for) .* (invalid)', r'\1 \2')(ours, theirs)


def _allow_at_last(ours, theirs):
    if ours.status != 405 or theirs.headers['allow']:
        return ours, theirs
    return ours.without('allow'), theirs


def _no_body_no_type(ours, theirs):
    return ours.without('content-type'), theirs.without('content-type')


def _vary_on_failures(ours, theirs):
    if ours.status < 400 or theirs.headers['vary']:
        return ours, theirs
    return ours.without('vary'), theirs


#: In the order of doc/source/compatibility.rst.
REASONS = (
    Reason(
        'Malformed JSON',
        _is_no_json,
        _both_said(r'(Malformed JSON:) .*', r'\1'),
    ),
    Reason('Patterns', lambda _ask: True, _quoted_patterns),
    Reason(
        'Sentences said once',
        _path('/resource_providers/{}/.*', 'GET', 'PUT', 'DELETE'),
        _both_said(r'(No resource provider with uuid .+ found) ?: \1', r'\1'),
    ),
    Reason(
        'Sentences said once',
        _path('/resource_providers/{}/inventories/{}', 'DELETE'),
        _both_said(r'(No inventory of class .+ found for delete): .*', r'\1'),
    ),
    Reason(
        'An inventory twice',
        _path('/resource_providers/{}/inventories', 'POST'),
        _refused_by_the_database,
    ),
    Reason(
        'Generations of reshapes',
        lambda ask: ask.after == 'a reshape',
        _other_generations,
    ),
    Reason(
        'Consumers of refused requests',
        lambda ask: ask.after == 'a refusal',
        _left_behind,
    ),
    Reason(
        'Aggregates before 1.1',
        _path('/resource_providers/{}/aggregates', 'GET', 'PUT'),
        _before_their_version,
    ),
    Reason(
        'Empty names', lambda ask: ask.body == {'name': ''}, _no_empty_name
    ),
    Reason(
        'Strangers',
        lambda ask: ask.headers.get('x-auth-token', '') is None,
        _stranger,
    ),
    Reason('HEAD', lambda ask: ask.method == 'HEAD', _no_body_no_type),
    Reason(
        'Allow',
        _path('/resource_providers/{}/inventories', 'DELETE'),
        _allow_at_last,
    ),
    Reason('Vary', lambda _ask: True, _vary_on_failures),
    Reason(
        'Always fresh',
        _path('/resource_providers/{}/inventories', 'GET', 'PUT'),
        _nothing_dated,
    ),
    Reason(
        'Always fresh', _path('/resource_providers/{}', 'PUT'), _first_change
    ),
    Reason(
        'Order of candidates',
        lambda ask: '&limit=' in ask.path,
        _which_of_many,
    ),
    Reason(
        'Names that do not exist',
        _path('/(allocation_candidates|resource_providers)', 'GET'),
        _unknown_names,
    ),
    Reason('Repeated parameters', _repeats, _form_of_each),
    Reason(
        'Consumers that leave',
        _path('/(allocations|reshaper)', 'POST'),
        _named_inventories,
    ),
    Reason('Spellings of UUIDs', _spells_aggregates_oddly, _found_nothing),
    Reason(
        'Inventories that are no objects',
        _path('/reshaper(%0A)?', 'POST'),
        _no_object,
    ),
)
