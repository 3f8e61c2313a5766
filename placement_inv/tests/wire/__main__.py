"""Ask both sides, print how they differ, fail where nobody says why."""

import argparse
import contextlib
import json
import sys
import tempfile
import uuid

from placement_inv.handlers.placement import versions
from placement_inv.tests.wire import comparison
from placement_inv.tests.wire import corpus
from placement_inv.tests.wire import peer
from placement_inv.tests.wire import reasons
from placement_inv.tests.wire import sides


def main(arguments=None):
    """Return how many differences are unexplained, at most 1."""
    options = _parser().parse_args(arguments)
    with contextlib.ExitStack() as undo:
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        host = options.peer or undo.enter_context(peer.started(directory))
        ours, theirs = sides.Ours(directory, host), sides.Theirs(host)
        unexplained, asked = 0, 0
        for version in options.versions or versions.history.numbers:
            for ask in corpus.requests(version, uuid.uuid4().hex[:8]):
                asked += 1
                unexplained += _compare(ask, version, ours, theirs)
    print(f'{asked} requests, {unexplained} differ for no known reason')
    return 1 if unexplained else 0


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--peer', metavar='HOST:PORT')
    parser.add_argument('versions', nargs='*', metavar='VERSION')
    return parser


def _compare(ask, version, ours, theirs):
    answers = [_answer(side, ask, version) for side in (ours, theirs)]
    found = comparison.differences(*answers)
    if not found:
        return 0
    reason = reasons.of(ask, *answers)
    print(f'{ask} at {version}' + (f': {reason}' if reason else ''))
    if reason:
        return 0
    print(''.join(f'    {line}\n' for line in found), end='')
    return 1


def _answer(side, ask, version):
    headers = {
        'x-auth-token': 'nova:service',
        'x-roles': 'admin,service',
        'openstack-api-version': f'placement {version}',
    }
    body = ask.raw
    if ask.body is not corpus.NOTHING:
        told = _with_generations(side, ask.body, headers)
        body = json.dumps(told).encode()
    if body is not None:
        headers['content-type'] = 'application/json'
    headers |= ask.headers
    return side.ask(ask.method, ask.path, headers, body)


def _with_generations(side, body, headers):
    """Return a body with the generations that are a side's own."""
    if isinstance(body, corpus.Generation):
        found = side.ask('GET', body.path, headers, None).document
        return found.get(body.name)
    if isinstance(body, dict):
        return {
            key: _with_generations(side, value, headers)
            for key, value in body.items()
        }
    return body


if __name__ == '__main__':
    sys.exit(main())
