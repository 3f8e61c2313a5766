"""`placement-inv`: the command line and its sub-commands."""

import argparse
import sys

from placement_inv import version
from placement_inv.cmd import db
from placement_inv.cmd import failure
from placement_inv.cmd import serve
from placement_inv.cmd import worker

_COMMANDS = (serve, worker, db)


def main(argv=None):
    """Run one sub-command; return its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except failure.Failure as refused:
        print(f'placement-inv: {refused}', file=sys.stderr)
        return refused.status
    except KeyboardInterrupt:
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog='placement-inv',
        description='One service for what machines can take and what they '
        'are: the Placement API and an inventory of hosts.',
    )
    parser.add_argument(
        '--version', action='version', version=version.release()
    )
    commands = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    for command in _COMMANDS:
        command.add_to(commands)
    return parser


if __name__ == '__main__':
    sys.exit(main())
