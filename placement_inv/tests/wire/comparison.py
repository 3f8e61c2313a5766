"""Compares two responses."""

import dataclasses
import json
import re

#: Headers that clients read. Times and ids are compared by presence only.
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

#: Lists without a defined order.
_SETS = ('resource_providers', 'resource_classes', 'traits', 'aggregates')


@dataclasses.dataclass(frozen=True)
class View:
    """The parts of a response that are compared."""

    status: int
    body: object
    headers: dict

    @property
    def detail(self):
        """The sentence of an error, '' if there is none."""
        if isinstance(self.body, str):
            return self.body
        errors = isinstance(self.body, dict) and self.body.get('errors')
        return errors[0]['detail'] if errors else ''

    def replace_detail(self, detail):
        """Return a copy with another sentence."""
        if isinstance(self.body, str):
            return dataclasses.replace(self, body=detail)
        if not self.detail:
            return self
        fault = {**self.body['errors'][0], 'detail': detail}
        return dataclasses.replace(self, body={'errors': [fault]})

    def remove_header(self, header):
        """Return a copy without a header."""
        headers = {**self.headers, header: None}
        return dataclasses.replace(self, headers=headers)


def view(response):
    """Return the View of a Response."""
    return View(
        response.status,
        _body(response.document),
        {name: _header(response.headers, name) for name in _HEADERS},
    )


def differences(ours, theirs):
    """Return lines that describe the differences of two Views."""
    lines = []
    if ours.status != theirs.status:
        lines.append(f'status: {ours.status}, theirs {theirs.status}')
    if ours.body != theirs.body:
        lines.append(f'body:   {_short(ours.body)}')
        lines.append(f'theirs: {_short(theirs.body)}')
    lines += [
        f'{name}: {ours.headers[name]}, theirs {theirs.headers[name]}'
        for name in _HEADERS
        if ours.headers[name] != theirs.headers[name]
    ]
    return lines


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
        document['allocation_requests'].sort(key=_to_sorted_text)
    return document


def _to_sorted_text(document):
    return json.dumps(document, sort_keys=True)


def _sentence(detail):
    """Return the sentence without the quoted schema."""
    text = re.split(r'Failed validating', detail)[0]
    return ' '.join(text.split())
