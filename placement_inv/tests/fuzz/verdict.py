"""What is wrong with an answer, whatever was asked."""

import dataclasses
import json

#: Answers that redirect, where a request can mean that.
_REDIRECTS = (301, 302)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What an application answered, and how long that took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    #: What it logged of an error that it did not expect.
    logged: str = ''

    def header(self, name):
        """Return the value of a header, '' without one."""
        for found, value in self.headers:
            if found.lower() == name:
                return value
        return ''


def fault(shot, answer, seconds, error_fault):
    """Return what is wrong with an answer; None if nothing is.

    `error_fault(shot, answer, document)` judges the body of a 4xx; the
    document is None where it is not JSON.
    """
    if answer.seconds > seconds:
        return f'took {answer.seconds:.1f} s'
    if not 200 <= answer.status < 500:
        return f'status {answer.status}\n{answer.logged}'
    for name, value in answer.headers:
        if any(ord(character) < 32 for character in name + value):
            return f'a header of several lines: {name!r}: {value!r}'
    if answer.status == 304:
        return _fault_of_unchanged(shot, answer)
    if 300 <= answer.status < 400 and not answer.header('location'):
        return f'status {answer.status} leads nowhere'
    if 300 <= answer.status < 400 and answer.status not in _REDIRECTS:
        return f'status {answer.status}'
    return _fault_of_body(shot, answer, error_fault)


def _fault_of_unchanged(shot, answer):
    conditions = {name for name, _value in shot.headers if name[:3] == 'If-'}
    if not conditions:
        return 'a 304 that nobody asked for'
    return 'a 304 with a body' if answer.body else None


def _fault_of_body(shot, answer, error_fault):
    if shot.method == 'HEAD' or answer.status == 204:
        return 'a body that must not be' if answer.body else None
    said = answer.header('content-length')
    if said and int(said) != len(answer.body):
        return f'{len(answer.body)} bytes, said to be {said}'
    is_json = answer.header('content-type').startswith('application/json')
    document = None
    if is_json:
        try:
            document = json.loads(answer.body, parse_constant=_refused)
        except ValueError as error:
            return f'not JSON ({error}): {answer.body[:500]!r}'
    if answer.status < 400:
        return None
    return error_fault(shot, answer, document)


def _refused(constant):
    raise ValueError(f'{constant} is no number of JSON')
