"""Whether two answers say the same."""

import dataclasses
import json
import re

#: Headers that clients read. Of times and ids only the presence counts.
_HEADERS = (
    'allow',
    'cache-control',
    'content-type',
    'last-modified',
    'location',
    'openstack-api-version',
    'retry-after',
    'vary',
    'www-authenticate',
    'x-openstack-request-id',
)
_PRESENT = ('last-modified', 'x-openstack-request-id')

#: Lists whose order nobody promises.
_SETS = ('resource_providers', 'resource_classes', 'traits', 'aggregates')

#: Names in a sentence, in quotes all of them or each; in no order either.
_NAMES = (r"(?<=')[^' ]+(, [^' ]+)+(?=')", r"(?<=\[)'[^']*'(, '[^']*')+(?=])")


@dataclasses.dataclass(frozen=True)
class View:
    """What is compared of an answer."""

    status: int
    body: object
    headers: dict

    @property
    def detail(self):
        """The sentence of a failure, '' where there is none."""
        if isinstance(self.body, str):
            return self.body
        errors = isinstance(self.body, dict) and self.body.get('errors')
        return errors[0]['detail'] if errors else ''

    def saying(self, detail):
        """Return the same with another sentence."""
        if isinstance(self.body, str):
            return dataclasses.replace(self, body=detail)
        if not self.detail:
            return self
        fault = {**self.body['errors'][0], 'detail': detail}
        return dataclasses.replace(self, body={'errors': [fault]})

    def without(self, header):
        """Return the same without a header."""
        left = {**self.headers, header: None}
        return dataclasses.replace(self, headers=left)


def view(answer):
    """Return the View of an Answer."""
    return View(
        answer.status,
        _body(answer.document),
        {name: _header(answer.headers, name) for name in _HEADERS},
    )


def differences(ours, theirs):
    """Return lines that say how two Views differ."""
    found = []
    if ours.status != theirs.status:
        found.append(f'status: {ours.status}, theirs {theirs.status}')
    if ours.body != theirs.body:
        found.append(f'body:   {_short(ours.body)}')
        found.append(f'theirs: {_short(theirs.body)}')
    found += [
        f'{name}: {ours.headers[name]}, theirs {theirs.headers[name]}'
        for name in _HEADERS
        if ours.headers[name] != theirs.headers[name]
    ]
    return found


def _short(document):
    return json.dumps(document)[:600]


def _header(headers, name):
    value = headers.get(name)
    if name in _PRESENT and value:
        return 'something'
    if name == 'allow' and value:
        return sorted(value.split(', '))
    return value


def _body(document):
    if isinstance(document, str):
        return _sentence(document)
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
        for each in document['provider_summaries'].values():
            each.get('traits', []).sort()
    return document


def _sorted_text(document):
    return json.dumps(document, sort_keys=True)


def _sentence(detail):
    """Return what is said before the schema is quoted."""
    text = re.split(r'Failed validating', detail)[0]
    for names in _NAMES:
        text = re.sub(names, _in_order, text)
    return ' '.join(text.split())


def _in_order(names):
    """Return names that are said in any order."""
    return ', '.join(sorted(names[0].split(', ')))
