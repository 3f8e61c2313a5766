"""Whether two answers say the same."""

import json
import re

#: Headers that clients read. Times are only looked for.
_HEADERS = (
    'location',
    'content-type',
    'openstack-api-version',
    'cache-control',
    'allow',
    'last-modified',
)

#: Lists whose order nobody promises.
_SETS = ('resource_providers', 'resource_classes', 'traits', 'aggregates')


def differences(ours, theirs):
    """Return lines that say how two Answers differ."""
    found = []
    if ours.status != theirs.status:
        found.append(f'status: {ours.status}, theirs {theirs.status}')
    pair = _normal(ours), _normal(theirs)
    if pair[0] != pair[1]:
        found += [f'body:   {_short(pair[0])}', f'theirs: {_short(pair[1])}']
    for name in _HEADERS:
        pair = _header(ours, name), _header(theirs, name)
        if pair[0] != pair[1]:
            found.append(f'{name}: {pair[0]}, theirs {pair[1]}')
    return found


def _short(document):
    return json.dumps(document)[:600]


def _header(answer, name):
    value = answer.headers.get(name)
    if name == 'last-modified' and value:
        return 'a time'
    if name == 'allow' and value:
        return sorted(value.split(', '))
    return value


def _normal(answer):
    document = answer.document
    if not isinstance(document, dict):
        return document
    for error in document.get('errors', ()):
        error.pop('request_id', None)
        error['detail'] = _sentence(error['detail'])
    for name in _SETS:
        if isinstance(document.get(name), list):
            document[name] = sorted(document[name], key=str)
    if 'allocation_requests' in document:
        for each in document['allocation_requests']:
            for providers in each.get('mappings', {}).values():
                providers.sort()
        document['allocation_requests'].sort(key=_sorted_text)
    return document


def _sorted_text(document):
    return json.dumps(document, sort_keys=True)


def _sentence(detail):
    """Return what is said before the schema is quoted."""
    text = re.split(r'Failed validating', detail)[0]
    return ' '.join(text.split())
