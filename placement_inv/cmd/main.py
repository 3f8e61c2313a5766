"""The command `placement-inv` and its subcommands."""

import argparse
import signal
import sys

from oslo_db import exception as db_exception
import sqlalchemy.exc

from placement_inv import exceptions
from placement_inv import version
from placement_inv.cmd import ansible_plugins
from placement_inv.cmd import config
from placement_inv.cmd import db
from placement_inv.cmd import serve
from placement_inv.cmd import users
from placement_inv.cmd import worker
from placement_inv.cmd.failure import Failure

#: Not 1, which is the exit code of a check with findings.
_UNUSABLE_DATABASE = 3

_SUBCOMMANDS = (serve, worker, db, users, config, ansible_plugins)


def main(arguments=None):
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except Failure as failure:
        return _print_error(failure, failure.status)
    except (exceptions.SchemaBehind, exceptions.Unavailable) as error:
        return _print_error(error, _UNUSABLE_DATABASE)
    except (db_exception.DBError, sqlalchemy.exc.SQLAlchemyError) as error:
        first_line = str(error).partition('\n')[0]
        return _print_error(
            f'the database cannot be used: {first_line}', _UNUSABLE_DATABASE
        )
    except KeyboardInterrupt:
        # The code of shells for a program that was ended by SIGINT.
        return 128 + signal.SIGINT


def _print_error(message, status):
    print(f'placement-inv: {message}', file=sys.stderr)
    return status


def _parser():
    parser = argparse.ArgumentParser(
        prog='placement-inv',
        description='One service for what machines can take and what they '
        'are: the Placement API and a host-inventory API over one database.',
    )
    parser.add_argument(
        '--version', action='version', version=version.release()
    )
    subparsers = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    for subcommand in _SUBCOMMANDS:
        subcommand.add_parser(subparsers)
    return parser


if __name__ == '__main__':
    sys.exit(main())
