"""Compare the engine's candidates with those of a running service.

python -m placement_inv.tests.candidates.compare URL [--worlds N] [--seed N]

The service must have no providers and no other users: worlds are loaded into
it one after the other. The exit code is 1 if a difference is unexplained.
"""

import argparse
import collections
import random
import sys

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import chance
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import peer
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import quirks
from placement_inv.tests.fixtures import worker_database

_QUERIES_A_WORLD = 8
_MINORS = (10, 12, 16, 17, 21, 22, 24, 25, 27, 28, 29, 31, 32, 33, 34, 35)
_NEWEST = (36, 39)


def main(arguments=None):
    """Compare, print the outcomes, return the exit code."""
    options = _parser().parse_args(arguments)
    worker = worker_database.of_this_process('sqlite')
    with worker.engine.begin() as connection:
        loading.add_names(connection)
    service = peer.Peer(options.url)
    counts = collections.Counter()
    try:
        for seed in range(options.seed, options.seed + options.worlds):
            counts.update(_compare(worker, service, seed))
    finally:
        service.clear()
    for outcome, count in counts.most_common():
        print(f'{count:7} {outcome}')
    return 1 if counts['UNEXPLAINED'] else 0


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('url', metavar='URL', help='URL of the service')
    parser.add_argument('--worlds', type=int, default=100)
    parser.add_argument('--seed', type=int, default=0)
    return parser


def _compare(worker, service, seed):
    """Yield the outcomes of some queries about one world."""
    rng = random.Random(seed)
    some = chance.some_world(rng)
    with worker.engine.begin() as connection:
        loading.replace(connection, some)
    service.put(some)
    for _ in range(_QUERIES_A_WORLD):
        minor = rng.choice((rng.choice(_MINORS), *_NEWEST))
        query = chance.some_query(rng, some, minor)
        outcome = _compare_query(worker, service, some, query, minor)
        if outcome == 'UNEXPLAINED':
            print(f'seed {seed}, version 1.{minor}: {query}\n{some}')
        yield outcome


def _compare_query(worker, service, some, query, minor):
    status, theirs = service.ask(query, minor)
    try:
        request = queries.parse(query, minor)
    except exceptions.Invalid as error:
        is_same_error = (
            status == 400 and str(error) in theirs['errors'][0]['detail']
        )
        return 'the same error' if is_same_error else 'UNEXPLAINED'
    candidates = search.find(worker.make_context(), request, values.Settings())
    ours = answers.decode(candidates)
    if status != 200:
        theirs = {'allocation_requests': [], 'provider_summaries': {}}
    mine, its = (
        answers.count_candidates(ours),
        answers.count_candidates(theirs),
    )
    if status == 200 and mine == its:
        is_same = answers.summaries(ours) == answers.summaries(theirs)
        return _kind(mine) if is_same else 'UNEXPLAINED'
    case = quirks.Case(
        world=some,
        request=request,
        status=status,
        only_peer=frozenset(its - mine),
        only_ours=frozenset(mine - its),
    )
    return quirks.explain(case) or 'UNEXPLAINED'


def _kind(candidates):
    return (
        'the same candidates' if candidates else 'no candidates on both sides'
    )


if __name__ == '__main__':
    sys.exit(main())
