"""Checks that hold for every response."""

import dataclasses
import json

#: Statuses of redirects.
_REDIRECTS = (301, 302)


@dataclasses.dataclass(frozen=True)
class Response:
    """The response of an application, and its time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    #: The log record of an unexpected exception.
    log: str = ''

    def header(self, name):
        """Return the value of a header, '' if there is none."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return ''


def find_fault(req, response, seconds, check_error):
    """Return what is wrong with a response; None if nothing is.

    `check_error(req, response, document)` checks the body of a 4xx; the
    document is None if it is not JSON.
    """
    if response.seconds > seconds:
        return f'took {response.seconds:.1f} s'
    if not 200 <= response.status < 500:
        return f'status {response.status}\n{response.log}'
    for name, value in response.headers:
        if any(ord(character) < 32 for character in name + value):
            return f'a header of several lines: {name!r}: {value!r}'
    if response.status == 304:
        return _check_not_modified(req, response)
    if 300 <= response.status < 400 and not response.header('location'):
        return f'status {response.status} without Location'
    if 300 <= response.status < 400 and response.status not in _REDIRECTS:
        return f'status {response.status}'
    return _check_body(req, response, check_error)


def _check_not_modified(req, response):
    conditions = {name for name, _value in req.headers if name[:3] == 'If-'}
    if not conditions:
        return 'a 304 without a condition'
    return 'a 304 with a body' if response.body else None


def _check_body(req, response, check_error):
    if req.method == 'HEAD' or response.status == 204:
        return 'a body that must not be' if response.body else None
    length = response.header('content-length')
    if length and int(length) != len(response.body):
        return f'{len(response.body)} bytes, Content-Length is {length}'
    is_json = response.header('content-type').startswith('application/json')
    document = None
    if is_json:
        try:
            document = json.loads(response.body, parse_constant=_refuse)
        except ValueError as error:
            return f'not JSON ({error}): {response.body[:500]!r}'
    if response.status < 400:
        return None
    return check_error(req, response, document)


def _refuse(constant):
    raise ValueError(f'{constant} is no number of JSON')
