"""Send requests to both sides, print the differences.

The exit code is 1 if a difference has no known reason.
"""

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
    """Return 1 if a difference has no known reason, else 0."""
    options = _parser().parse_args(arguments)
    numbers = options.versions or versions.history.numbers
    tally = collections.Counter()
    with _sides(options) as pair:
        _compare_all(
            pair, options, tally, _corpus_requests(numbers, corpus.requests)
        )
    if not options.peer:
        with _sides(options, new_defaults=False) as pair:
            # The legacy defaults of roles.
            requests = _corpus_requests(numbers[-1:], corpus.role_requests)
            _compare_all(pair, options, tally, requests)
    with _sides(options) as pair:
        requests = _conversation_requests(pair[0], options.conversations)
        _compare_all(pair, options, tally, requests)
    unknown_count, count = tally.pop(None, 0), tally.pop('', 0)
    for name, times in sorted(tally.items()):
        print(f'{times} differ, explained: {name}')
    print(f'{count} requests, {unknown_count} differ for no known reason')
    return 1 if unknown_count else 0


@contextlib.contextmanager
def _sides(options, new_defaults=True):
    """Yield both sides; `--peer` names a running peer instead of a new one."""
    with contextlib.ExitStack() as undo:
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        homes = [
            configuration.write(directory, side, new_defaults)
            for side in ('ours', 'theirs')
        ]
        host = options.peer or undo.enter_context(peer.run(homes[1]))
        yield sides.Ours(homes[0], host), sides.Theirs(host)


def _corpus_requests(numbers, requests):
    """Yield (version, Request) of the corpus."""
    for version in numbers:
        for request in requests(version, uuid.uuid4().hex[:8]):
            yield version, request


def _conversation_requests(ours, count):
    """Yield (version, Request) of conversations."""

    def has_allocations(path):
        headers = _headers(versions.history.last)
        return bool(
            ours.send('GET', path, headers, None).document['allocations']
        )

    for number in range(count):
        yield from conversations.requests(number, has_allocations)


def _compare_all(pair, options, tally, requests):
    """Compare the responses of both sides.

    `tally` counts differences by reason (None for unknown), and requests
    under ''.
    """
    for version, request in requests:
        names = _compare(request, version, pair, options.verbose)
        tally.update({'', *([None] if names is None else names)})


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--peer', metavar='HOST:PORT')
    parser.add_argument(
        '--verbose', action='store_true', help='name explained ones, too'
    )
    parser.add_argument('--conversations', type=int, default=40, metavar='N')
    parser.add_argument('versions', nargs='*', metavar='VERSION')
    return parser


def _compare(request, version, pair, verbose):
    """Return the names of reasons; None for an unexplained difference."""
    views = [comparison.view(_send(side, request, version)) for side in pair]
    lines = comparison.differences(*views)
    if not lines:
        return ()
    names = reasons.explain(request, *views)
    if names is None or verbose:
        explanation = 'unexplained' if names is None else ', '.join(names)
        print(f'{request} at {version}: {explanation}')
        print(''.join(f'    {line}\n' for line in lines), end='')
    return names


def _send(side, request, version):
    headers = _headers(version)
    body = request.raw
    if body is None and request.body is not corpus.NOTHING:
        document = _with_generations(side, request.body, headers)
        body = json.dumps(document).encode()
    if body is not None:
        headers['content-type'] = 'application/json'
    headers |= request.headers
    sent_headers = {
        name: value for name, value in headers.items() if value is not None
    }
    return side.send(request.method, request.path, sent_headers, body)


def _headers(version):
    return {
        'x-auth-token': 'nova:service',
        'x-roles': 'admin,service',
        'openstack-api-version': f'placement {version}',
    }


def _with_generations(side, body, headers):
    """Return a body with the current generations of a side."""
    if isinstance(body, corpus.Generation):
        document = side.send('GET', body.path, headers, None).document
        number = document.get(body.name)
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
