"""Ask both sides, print how they differ, fail where nobody says why."""

import argparse
import collections
import contextlib
import json
import sys
import tempfile
import uuid

from placement_inv.handlers.placement import versions
from placement_inv.tests.wire import comparison
from placement_inv.tests.wire import configuration
from placement_inv.tests.wire import corpus
from placement_inv.tests.wire import peer
from placement_inv.tests.wire import reasons
from placement_inv.tests.wire import sides


def main(arguments=None):
    """Return 1 where something differs for no known reason, else 0."""
    options = _parser().parse_args(arguments)
    asked = options.versions or versions.history.numbers
    tally = collections.Counter()
    _compare_all(options, tally, asked, corpus.requests)
    if not options.peer:
        # What the roles could do before there were new defaults.
        _compare_all(
            options, tally, asked[-1:], corpus.of_roles, new_defaults=False
        )
    unexplained, count = tally.pop(None, 0), tally.pop('', 0)
    for name, times in sorted(tally.items()):
        print(f'{times} differ, explained: {name}')
    print(f'{count} requests, {unexplained} differ for no known reason')
    return 1 if unexplained else 0


def _compare_all(options, tally, asked, requests, new_defaults=True):
    """Compare both sides at versions.

    `tally` counts differences by their reasons, None for none, and requests
    under ''.
    """
    with contextlib.ExitStack() as undo:
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        homes = [
            configuration.write(directory, side, new_defaults)
            for side in ('ours', 'theirs')
        ]
        host = options.peer or undo.enter_context(peer.started(homes[1]))
        both = sides.Ours(homes[0], host), sides.Theirs(host)
        for version in asked:
            for ask in requests(version, uuid.uuid4().hex[:8]):
                found = _compare(ask, version, both, options.verbose)
                tally.update({'', *([None] if found is None else found)})


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--peer', metavar='HOST:PORT')
    parser.add_argument(
        '--verbose', action='store_true', help='name explained ones, too'
    )
    parser.add_argument('versions', nargs='*', metavar='VERSION')
    return parser


def _compare(ask, version, both, verbose):
    """Return names of reasons; None for a difference without one."""
    views = [comparison.view(_answer(side, ask, version)) for side in both]
    lines = comparison.differences(*views)
    if not lines:
        return ()
    found = reasons.of(ask, *views)
    if found is None or verbose:
        why = 'unexplained' if found is None else ', '.join(found)
        print(f'{ask} at {version}: {why}')
        print(''.join(f'    {line}\n' for line in lines), end='')
    return found


def _answer(side, ask, version):
    headers = {
        'x-auth-token': 'nova:service',
        'x-roles': 'admin,service',
        'openstack-api-version': f'placement {version}',
    }
    body = ask.raw
    if body is None and ask.body is not corpus.NOTHING:
        told = _with_generations(side, ask.body, headers)
        body = json.dumps(told).encode()
    if body is not None:
        headers['content-type'] = 'application/json'
    headers |= ask.headers
    sent = {name: said for name, said in headers.items() if said is not None}
    return side.ask(ask.method, ask.path, sent, body)


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
