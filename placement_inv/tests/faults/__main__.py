"""Run campaigns, print what was lost and doubled.

The exit code is 1 unless nothing was, and every job is final.
"""

import argparse
import secrets
import signal
import sys

from placement_inv.tests.faults import campaign
from placement_inv.tests.servers import SERVERS
from placement_inv.tests.servers import NotInstalled
from placement_inv.tests.servers import variables


def main(arguments=None):
    """Run a campaign on each database; return the exit code."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)
    print(f'seed {options.seed}', flush=True)
    is_good = True
    for name in options.databases or SERVERS:
        try:
            verdict, lines = campaign.run(
                name, options.seconds, options.kills, options.seed
            )
        except NotInstalled as missing:
            print(f'{missing}; skipped', file=sys.stderr)
            is_good = is_good and not variables.in_ci()
            continue
        print(*lines, sep='\n', flush=True)
        is_good = is_good and verdict.is_good
    return 0 if is_good else 1


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m placement_inv.tests.faults',
        description='Write while servers, workers, connections and the '
        'database fail; print what was lost and doubled.',
    )
    parser.add_argument(
        '--database',
        action='append',
        dest='databases',
        choices=sorted(SERVERS),
        help='the database; may be given twice (default: each)',
    )
    parser.add_argument(
        '--seconds',
        type=float,
        default=180,
        help='how long the load lasts on each database (default: %(default)s)',
    )
    parser.add_argument(
        '--kills',
        type=int,
        default=48,
        help='the number of faults meanwhile (default: %(default)s)',
    )
    parser.add_argument(
        '--seed',
        type=int,
        default=secrets.randbelow(2**32),
        help='of the choices of load and faults (default: a random one)',
    )
    return parser


def _exit(number, _frame):
    sys.exit(128 + number)


if __name__ == '__main__':
    sys.exit(main())
