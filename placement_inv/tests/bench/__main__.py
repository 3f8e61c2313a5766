"""Measure services over HTTP and print a table."""

import argparse
import contextlib
import functools
import pathlib
import sys
import tempfile

from placement_inv.tests.bench import claim_floor
from placement_inv.tests.bench import host_rows
from placement_inv.tests.bench import placement_rows
from placement_inv.tests.bench import report
from placement_inv.tests.bench import services
from placement_inv.tests.bench import statements
from placement_inv.tests.bench import tenants
from placement_inv.tests.bench import timing

_FAMILIES = {
    each.name: each for each in (placement_rows.FAMILY, host_rows.FAMILY)
}


def main(arguments=None):
    """Return 1 if a target is missed, else 0."""
    options = _parser().parse_args(arguments)
    if options.family == tenants.NAME:
        return tenants.main(options)
    family = _FAMILIES[options.family]
    results = []
    with contextlib.ExitStack() as undo:
        sides = _start(family, options, undo)
        for phase in family.phases(options.sizes):
            if options.phase in phase.title:
                results += _measure(family, phase, sides, options)
                # After each phase, so that an interrupted run has results.
                _write(results, options)
        if options.floor:
            rate = claim_floor.measure(sides[0], options.seconds)
            print(f'claims by their statement alone: {rate:.0f} a second')
    bad_results = [each for each in results if each.misses]
    print(f'{len(results)} rows, {len(bad_results)} miss a target')
    return 1 if bad_results else 0


def _write(results, options):
    if options.json:
        report.write_json(options.json, results)
    if options.rst:
        report.write_rst(options.rst, results)


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m placement_inv.tests.bench', description=__doc__
    )
    parser.add_argument(
        'family',
        nargs='?',
        choices=(*sorted(_FAMILIES), tenants.NAME),
        default='placement',
        help='a family, or what the limits of tenants cost; that one takes '
        '--sizes, --seconds, --only and --backends',
    )
    tenants.add_arguments(parser)
    parser.add_argument(
        '--sizes',
        type=lambda text: [int(size) for size in text.split(',')],
        default=[1000, 10000],
        metavar='N,N',
        help='sizes of worlds (default: 1000,10000)',
    )
    parser.add_argument(
        '--seconds',
        type=float,
        default=5,
        help='how long each service gets requests of a row (default: 5)',
    )
    parser.add_argument(
        '--patience',
        type=int,
        default=60,
        help='seconds until a request fails (default: 60)',
    )
    parser.add_argument(
        '--alone', action='store_true', help='measure without the peer'
    )
    parser.add_argument(
        '--against',
        metavar='COMMIT',
        help='also measure this service as it was at COMMIT, by turns; a row '
        'that is slower in each round misses its target',
    )
    parser.add_argument(
        '--floor',
        action='store_true',
        help='also measure the statement of claims alone',
    )
    parser.add_argument('--phase', default='', help="part of phases' titles")
    parser.add_argument('--only', default='', help="part of rows' labels")
    for kind in ('json', 'rst'):
        parser.add_argument(
            f'--{kind}',
            type=pathlib.Path,
            metavar='FILE',
            help='write the results to FILE',
        )
    return parser


def _start(family, options, undo):
    """Start the services, this one first, and stop them at the end."""
    server = undo.enter_context(services.database_server())
    directory = pathlib.Path(
        undo.enter_context(tempfile.TemporaryDirectory(prefix='pi-bench-'))
    )
    makers = [services.placement_inv]
    if family.has_peer and not options.alone:
        makers.append(services.openstack_placement)
    if options.against:
        makers.append(
            functools.partial(services.earlier_commit, options.against)
        )
    return [
        undo.enter_context(make(server, directory, options.patience))
        for make in makers
    ]


def _measure(family, phase, sides, options):
    """Yield and print the Result of each row."""
    rows = [row for row in phase.rows if options.only in row.label]
    if not rows:
        return
    print(f'{phase.title}: {", ".join(each.name for each in sides)}')
    for each in sides:
        phase.load(each)
    with statements.count_rows(sides[0], family.version) as count:
        for row in rows:
            counter = count(row)
            samples = timing.measure(
                row, sides, family.version, options.seconds
            )
            result = report.Result(phase.title, row, samples, counter)
            print(f'  {report.line(result)}', flush=True)
            yield result
    for each in sides:
        if phase.check is not None:
            phase.check(each)


if __name__ == '__main__':
    sys.exit(main())
