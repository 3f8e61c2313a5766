"""`placement-inv-status`: checks an installation around an upgrade."""

import argparse
import sys

from oslo_db import exception as db_exception
from oslo_policy import policy as oslo_policy
import sqlalchemy as sa
import sqlalchemy.exc

from placement_inv import exceptions
from placement_inv import policy
from placement_inv.cmd import failure
from placement_inv.cmd import settings as command_settings
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.web.middleware import keystone

#: Exit statuses of `oslo.upgradecheck`.
_SUCCESS, _WARNING, _FAILURE = 0, 1, 2


def main(argv=None):
    """Run the checks and print one line each; return the exit status."""
    arguments = _parser().parse_args(argv)
    try:
        settings = command_settings.load(arguments)
    except failure.Failure as error:
        print(f'placement-inv-status: {error}', file=sys.stderr)
        return error.status
    results = [(name, check(settings)) for name, check in _CHECKS.items()]
    for name, problem in results:
        print(f'{name}: {problem or "success"}')
    return max(map(_find_status, (problem for _, problem in results)))


def _find_status(problem):
    """Return the exit status of a check's result."""
    if not problem or problem.startswith('success'):
        return _SUCCESS
    return _WARNING if problem.startswith('warning') else _FAILURE


def _parser():
    parser = argparse.ArgumentParser(
        prog='placement-inv-status',
        description='Check an installation before or after an upgrade.',
    )
    groups = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    upgrade = groups.add_parser('upgrade', help='checks around an upgrade')
    checks = upgrade.add_subparsers(
        title='actions', metavar='ACTION', required=True
    )
    check = checks.add_parser(
        'check',
        help='exit 0 if all is well, 1 if something will not work as it '
        'could, 2 if something must be done',
    )
    command_settings.add_arguments(check)
    return parser


def _schema(settings):
    database = transactions.Database(settings.placement_database)
    try:
        migration.require(database.engine)
    except exceptions.SchemaBehind as error:
        return (
            f'failure: the schema is at {error.current}, not '
            f'{error.expected}: run `placement-inv db sync`'
        )
    except exceptions.SchemaAhead as error:
        return f'failure: {error}'
    except (db_exception.DBError, sqlalchemy.exc.SQLAlchemyError) as error:
        first_line = str(error).partition('\n')[0]
        return f'failure: the database does not answer: {first_line}'
    finally:
        database.dispose()
    return None


def _policy(settings):
    try:
        policy.Policy(settings)
    except (oslo_policy.InvalidDefinitionError, ValueError) as error:
        return f'failure: {settings.oslo_policy.policy_file}: {error}'
    return None


def _host_inventory(settings):
    """Warn if only administrators see some organizations."""
    if settings.api.auth_strategy != 'keystone' or _schema(settings):
        # A problem of the schema has to be solved first.
        return None
    count = _count_unbound(settings)
    if not count:
        return None
    return (
        f'warning: {count} organizations belong to no project or domain: '
        'only callers with the role admin or service see them. Set '
        'project_id or domain_id of an organization to say whose it is'
    )


def _count_unbound(settings):
    database = transactions.Database(settings.placement_database)
    organizations = tables.host_inventory.organizations
    try:
        with database.engine.connect() as connection:
            return connection.scalar(
                sa.select(sa.func.count()).where(
                    organizations.c.project_id == '',
                    organizations.c.domain_id == '',
                )
            )
    finally:
        database.dispose()


def _authentication(settings):
    problem = keystone.configuration_problem(settings)
    return f'failure: {problem}' if problem else None


def _confinement(settings):
    problem = confinement.describe_problem(settings.inventory_sources)
    if problem:
        return f'warning: {problem}'
    limitation = confinement.describe_limitation()
    return f'success, but {limitation}' if limitation else None


_CHECKS = {
    'Schema': _schema,
    'Policy': _policy,
    'Host inventory': _host_inventory,
    'Authentication': _authentication,
    'Confinement': _confinement,
}


if __name__ == '__main__':
    sys.exit(main())
