"""Compare the engine's answers with those of a running placement service.

python -m placement_inv.tests.candidates.compare URL [--worlds N] [--seed N]

The service must hold no providers and be nobody's: worlds are loaded into
it one after the other. Exit code 1 says that a difference is not explained.
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
    """Compare, print how the answers relate, return the exit code."""
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
    parser.add_argument('url', metavar='URL', help='where the service is')
    parser.add_argument('--worlds', type=int, default=100)
    parser.add_argument('--seed', type=int, default=0)
    return parser


def _compare(worker, service, seed):
    """Yield how the answers to some queries of one world relate."""
    rng = random.Random(seed)
    some = chance.some_world(rng)
    with worker.engine.begin() as connection:
        loading.replace(connection, some)
    service.put(some)
    for _ in range(_QUERIES_A_WORLD):
        minor = rng.choice((rng.choice(_MINORS), *_NEWEST))
        query = chance.some_query(rng, some, minor)
        outcome = _relation(worker, service, some, query, minor)
        if outcome == 'UNEXPLAINED':
            print(f'seed {seed}, version 1.{minor}: {query}\n{some}')
        yield outcome


def _relation(worker, service, some, query, minor):
    status, theirs = service.ask(query, minor)
    try:
        request = queries.parse(query, minor)
    except exceptions.Invalid as error:
        said = status == 400 and str(error) in theirs['errors'][0]['detail']
        return 'refused alike' if said else 'UNEXPLAINED'
    found = search.find(worker.make_context(), request, values.Settings())
    ours = answers.decoded(found)
    if status != 200:
        theirs = {'allocation_requests': [], 'provider_summaries': {}}
    mine, its = answers.of_body(ours), answers.of_body(theirs)
    if status == 200 and mine == its:
        alike = answers.summaries(ours) == answers.summaries(theirs)
        return _kind(mine) if alike else 'UNEXPLAINED'
    case = quirks.Case(
        world=some,
        request=request,
        status=status,
        only_peer=frozenset(its - mine),
        only_ours=frozenset(mine - its),
    )
    return quirks.explain(case) or 'UNEXPLAINED'


def _kind(candidates):
    return 'the same candidates' if candidates else 'none, alike'


if __name__ == '__main__':
    sys.exit(main())
