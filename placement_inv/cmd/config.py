"""`placement-inv config check`: all that is wrong with a configuration."""

import argparse
import dataclasses
import os

from oslo_config import cfg
from oslo_db import exception as db_exception
import sqlalchemy.exc

from placement_inv import conf as configuration
from placement_inv import context
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv import startup_checks
from placement_inv.cmd import option_names
from placement_inv.cmd import rule_names
from placement_inv.cmd import settings
from placement_inv.cmd.failure import Failure
from placement_inv.conf import files
from placement_inv.conf import values
from placement_inv.db import connections
from placement_inv.db import dialects
from placement_inv.db import transactions
from placement_inv.handlers.host_inventory.access import permissions


def add_parser(subparsers):
    """Add the parsers of the command and its verb."""
    parser = subparsers.add_parser(
        'config',
        help='check the configuration',
        description='Check the configuration.',
    )
    verbs = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    verb = verbs.add_parser(
        'check',
        help='print all that is wrong with the configuration',
        description='Print all that is wrong with the configuration: values, '
        'options, sections and policy rules that do not exist, what cannot '
        'work, and more database connections than the server allows. Exits '
        'with 1 if anything is wrong. Values of options that are secret are '
        'not printed.',
    )
    settings.add_arguments(verb)
    for name, help_text in (
        ('processes', 'processes of a WSGI server'),
        ('workers', '`placement-inv serve` and `worker` processes'),
    ):
        verb.add_argument(
            f'--{name}',
            type=_parse_count,
            default=1,
            metavar='NUMBER',
            help=f'{help_text}, whose database connections are counted '
            '(default: %(default)s)',
        )
    _add_caller(verb)
    verb.set_defaults(run=check)


def _add_caller(parser):
    """Add the options that describe an imagined caller."""
    parser.add_argument(
        '--as',
        dest='caller',
        metavar='USER[:PROJECT]',
        help='also print what this caller may do, and which policy rule '
        'decides; nothing is asked of a server or of Keystone',
    )
    parser.add_argument(
        '--roles',
        default='',
        metavar='ROLE,ROLE',
        help='the roles of the token of --as',
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument(
        '--domain', metavar='ID', help='the token of --as is for this domain'
    )
    scope.add_argument(
        '--system',
        action='store_true',
        help='the token of --as is for the whole system',
    )


def check(options):
    """Print what is wrong; return 1 if anything is.

    Without problems, also print the permissions of the caller of `--as`.
    """
    caller = _parse_caller(options)
    problems, conf = _find_problems_of_files(options)
    if conf is not None:
        problems += _find_problems_of_values(conf)
        problems += startup_checks.find_problems(
            conf,
            configuration.opts.find_contradictions,
            *startup_checks.OF_SERVERS,
        )
        problems += rule_names.find_unknown(conf)
        problems += _check_connections(conf, options)
    for problem in problems:
        print(problem)
    print(_summarize(len(problems)))
    if problems:
        return 1
    if caller:
        _print_permissions(conf, caller)
    return 0


def _parse_caller(options):
    """Return the identity of the caller of `--as`; None without one."""
    if options.caller is None:
        if options.roles or options.domain or options.system:
            raise Failure('--roles, --domain and --system belong to --as')
        return None
    user, _, project = options.caller.partition(':')
    if not user:
        raise Failure('--as names no user')
    if project and (options.domain or options.system):
        raise Failure('a token is for a project, a domain or the system')
    names = (name.strip() for name in options.roles.split(','))
    return {
        'user_id': user,
        'project_id': project or None,
        'domain_id': options.domain,
        'system_scope': 'all' if options.system else None,
        'roles': [name for name in names if name],
    }


def _print_permissions(conf, identity):
    services = deploy.services(conf)
    ctx = context.RequestContext(services, overwrite=False, **identity)
    for field in dataclasses.fields(permissions.Caller):
        value = getattr(permissions.describe_caller(ctx), field.name)
        print(f'{field.name}: {_show(value)}')
    for permission in permissions.list_permissions(ctx, services.operations):
        operation = permission.operation
        words = ['yes' if permission.is_allowed else 'no ', operation.name]
        if operation.rule is not None:
            place = 'policy file' if permission.is_overridden else 'default'
            words.append(f'{operation.rule} ({place}: {permission.check})')
        words += [
            f'{role} of {kind}'
            for kind, role in permission.needed_roles.items()
        ]
        print('  '.join(words))
    services.database.dispose()


def _show(value):
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    if isinstance(value, tuple):
        return ', '.join(value) or '-'
    return value or '-'


def _find_problems_of_files(options):
    """Return (problems, the configuration or None if it cannot be read)."""
    try:
        return [], settings.read(options)
    except Failure as failure:
        problems = [str(failure).removeprefix('configuration: ')]
    for path in options.config_files or configuration.opts.find_files(
        os.environ
    ):
        try:
            files.read_settings(path)
        except (OSError, ValueError) as error:
            problems.append(str(error))
    return list(dict.fromkeys(problems)), None


def _find_problems_of_values(conf):
    """Return the problems of values and of names that do not exist."""
    pairs = option_names.list_options(conf)
    option_names.register(conf, pairs)
    found_settings = [
        setting
        for path in files.list_files(conf)
        for setting in files.read_settings(path)
    ]
    return [
        *values.find_problems(conf, pairs),
        *option_names.find_unknown(found_settings, pairs),
    ]


def _check_connections(conf, options):
    """Print the worst case of connections; return the problems."""
    database_options = conf.placement_database
    try:
        if startup_checks.check_database(conf):
            return []
        size = connections.count_of_pool(database_options)
    except cfg.Error:
        # The value is reported already.
        return []
    if size is None:
        return []
    # Background work has a pool of its own.
    total = options.processes * size + options.workers * 2 * size
    print(
        f'database connections: at most {total}: {size} for each of '
        f'{options.processes} processes of a WSGI server, {2 * size} for each '
        f'of {options.workers} serve or worker processes'
    )
    try:
        limit = _read_limit(database_options)
    except (
        exceptions.Unavailable,
        db_exception.DBError,
        sqlalchemy.exc.SQLAlchemyError,
    ) as error:
        print(f'the database server cannot be asked: {_first_line(error)}')
        return []
    print(f'the database server allows {limit}')
    if total <= limit:
        return []
    return [
        f'[placement_database]max_pool_size and max_overflow: {total} '
        f'database connections are more than the {limit} that the server '
        'allows'
    ]


def _read_limit(options):
    database = transactions.Database(options)
    try:
        database.ping()
        with database.engine.connect() as connection:
            return dialects.read_max_connections(connection)
    finally:
        database.dispose()


def _first_line(error):
    return str(error).partition('\n')[0]


def _summarize(count):
    if not count:
        return 'No problem was found.'
    return f'{count} problem{"s" if count > 1 else ""} found.'


def _parse_count(text):
    count = int(text)
    if count < 0:
        raise argparse.ArgumentTypeError('a count is not negative')
    return count
