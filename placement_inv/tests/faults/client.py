"""Sends requests to servers that may be gone."""

import dataclasses
import http.client
import json
from typing import Any
import urllib.parse

from placement_inv.tests.faults.ledger import Outcome

#: Longer than all limits of the service.
_SECONDS_TO_ANSWER = 90
_HEADERS = {
    'Content-Type': 'application/json',
    'OpenStack-API-Version': 'placement 1.36, host-inventory latest',
    'X-Auth-Token': 'admin',
}
_OUTCOME_UNKNOWN = 'outcome_unknown'


@dataclasses.dataclass(frozen=True)
class Answer:
    """A response; or none, with the status 0."""

    status: int
    body: Any
    outcome: Outcome


def call(url, method, path, body=None):
    """Send one request and return its Answer."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(
        address.hostname, address.port, timeout=_SECONDS_TO_ANSWER
    )
    try:
        try:
            connection.connect()
        except OSError:
            # Nothing was sent.
            return Answer(0, None, Outcome.REFUSED)
        try:
            connection.request(
                method,
                path,
                None if body is None else json.dumps(body),
                _HEADERS,
            )
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            return Answer(0, None, Outcome.UNKNOWN)
        return make_answer(response.status, text)
    finally:
        connection.close()


def make_answer(status, text):
    """Return the Answer of a response with a JSON body, or none."""
    try:
        body = json.loads(text) if text else None
    except ValueError:
        body = None
    return Answer(status, body, _find_outcome(status, text))


def _find_outcome(status, text):
    if status < 400:
        return Outcome.DONE
    # A fault of the service says nothing about its transaction.
    if status == 500 or _OUTCOME_UNKNOWN.encode() in text:
        return Outcome.UNKNOWN
    return Outcome.REFUSED
