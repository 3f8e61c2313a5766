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
from placement_inv.tests.wire import conversations
from placement_inv.tests.wire import corpus
from placement_inv.tests.wire import peer
from placement_inv.tests.wire import reasons
from placement_inv.tests.wire import sides


def main(arguments=None):
    """Return 1 where something differs for no known reason, else 0."""
    options = _parser().parse_args(arguments)
    asked = options.versions or versions.history.numbers
    tally = collections.Counter()
    with _sides(options) as both:
        _compare_all(both, options, tally, _of_corpus(asked, corpus.requests))
    if not options.peer:
        with _sides(options, new_defaults=False) as both:
            # What the roles could do before there were new defaults.
            found = _of_corpus(asked[-1:], corpus.of_roles)
            _compare_all(both, options, tally, found)
    with _sides(options) as both:
        found = _of_conversations(both[0], options.conversations)
        _compare_all(both, options, tally, found)
    unexplained, count = tally.pop(None, 0), tally.pop('', 0)
    for name, times in sorted(tally.items()):
        print(f'{times} differ, explained: {name}')
    print(f'{count} requests, {unexplained} differ for no known reason')
    return 1 if unexplained else 0


@contextlib.contextmanager
def _sides(options, new_defaults=True):
    """Give both sides; of the peer that the options name, only the host."""
    with contextlib.ExitStack() as undo:
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        homes = [
            configuration.write(directory, side, new_defaults)
            for side in ('ours', 'theirs')
        ]
        host = options.peer or undo.enter_context(peer.started(homes[1]))
        yield sides.Ours(homes[0], host), sides.Theirs(host)


def _of_corpus(asked, requests):
    """Yield the (version, Ask) of the written requests."""
    for version in asked:
        for ask in requests(version, uuid.uuid4().hex[:8]):
            yield version, ask


def _of_conversations(ours, count):
    """Yield the (version, Ask) of some conversations."""

    def holds(path):
        headers = _headers(versions.history.last)
        return bool(
            ours.ask('GET', path, headers, None).document['allocations']
        )

    for number in range(count):
        yield from conversations.requests(number, holds)


def _compare_all(both, options, tally, asked):
    """Compare what both sides answer.

    `tally` counts differences by their reasons, None for none, and requests
    under ''.
    """
    for version, ask in asked:
        found = _compare(ask, version, both, options.verbose)
        tally.update({'', *([None] if found is None else found)})


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--peer', metavar='HOST:PORT')
    parser.add_argument(
        '--verbose', action='store_true', help='name explained ones, too'
    )
    parser.add_argument('--conversations', type=int, default=40, metavar='N')
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
    headers = _headers(version)
    body = ask.raw
    if body is None and ask.body is not corpus.NOTHING:
        told = _with_generations(side, ask.body, headers)
        body = json.dumps(told).encode()
    if body is not None:
        headers['content-type'] = 'application/json'
    headers |= ask.headers
    sent = {name: said for name, said in headers.items() if said is not None}
    return side.ask(ask.method, ask.path, sent, body)


def _headers(version):
    return {
        'x-auth-token': 'nova:service',
        'x-roles': 'admin,service',
        'openstack-api-version': f'placement {version}',
    }


def _with_generations(side, body, headers):
    """Return a body with the generations that are a side's own."""
    if isinstance(body, corpus.Generation):
        found = side.ask('GET', body.path, headers, None).document
        number = found.get(body.name)
        return number if number is None else number + body.off
    if isinstance(body, list):
        return [_with_generations(side, each, headers) for each in body]
    if isinstance(body, dict):
        return {
            key: _with_generations(side, value, headers)
            for key, value in body.items()
        }
    return body


if __name__ == '__main__':
    sys.exit(main())
