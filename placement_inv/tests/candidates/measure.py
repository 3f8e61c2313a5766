"""Time the engine on worlds of the size of a cloud.

python -m placement_inv.tests.servers --only postgresql -- \
    python -m placement_inv.tests.candidates.measure [--backend postgresql]

Rows are written directly into the tables. Only the engine is timed, from the
query to the bytes of the response, without HTTP.
"""

import argparse
import statistics
import time

import orjson

from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.tests.candidates import clouds
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import queries
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import statements
from placement_inv.tests.fixtures import worker_database

_ANALYZE = {
    'sqlite': ['ANALYZE'],
    'postgresql': ['VACUUM ANALYZE'],
    'mariadb': [
        'ANALYZE TABLE resource_providers, inventories, '
        'resource_provider_traits, resource_provider_aggregates'
    ],
}
_SECONDS_A_REQUEST = 3


def main(arguments=None):
    """Load each cloud and print a row for each request."""
    options = _parser().parse_args(arguments)
    worker = worker_database.of_this_process(options.backend)
    with worker.engine.begin() as connection:
        loading.add_names(connection)
    print(f'{"cloud":14}{"request":38}{"found":>7}{"ms":>9}{"SQL":>5}')
    for name, cloud in clouds.ALL.items():
        if options.only in name:
            _load(worker, options.backend, cloud.make())
            for label, query in cloud.queries.items():
                print(f'{name:14}{label:38}{_row(worker, query)}', flush=True)


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument(
        '--backend', choices=sorted(database.BACKENDS), default='postgresql'
    )
    parser.add_argument('--only', default='', help="part of clouds' names")
    return parser


def _load(worker, backend, world):
    with worker.engine.begin() as connection:
        loading.replace(connection, world)
    options = {'isolation_level': 'AUTOCOMMIT'}
    with worker.engine.connect().execution_options(**options) as connection:
        for statement in _ANALYZE[backend]:
            connection.exec_driver_sql(statement)


def _row(worker, query):
    """Return the costs of one query, as columns of the table."""
    with statements.count_statements(worker.engine) as counter:
        body = _find(worker, query)
    count = len(orjson.loads(body)['allocation_requests'])
    seconds, until = [], time.monotonic() + _SECONDS_A_REQUEST
    while len(seconds) < 5 or time.monotonic() < until:
        before = time.perf_counter()
        _find(worker, query)
        seconds.append(time.perf_counter() - before)
    milliseconds = statistics.median(seconds) * 1000
    return f'{count:7}{milliseconds:9.1f}{len(counter.statements):5}'


def _find(worker, query):
    request = queries.parse(query, 39)
    candidates = search.find(worker.make_context(), request, values.Settings())
    return orjson.dumps(candidates)


if __name__ == '__main__':
    main()
