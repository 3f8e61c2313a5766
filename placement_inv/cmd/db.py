"""`placement-inv db`: the schema of the database, and what is in it."""

from placement_inv import deploy
from placement_inv.cmd import audit as auditing
from placement_inv.cmd import data_directory
from placement_inv.cmd import settings
from placement_inv.db import migration


def add_parser(subparsers):
    """Add the command's own parser and those of its verbs."""
    parser = subparsers.add_parser(
        'db',
        help='look after the database',
        description='Look after the schema of the database and its rows.',
    )
    verbs = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    for name, run, what in (
        ('sync', sync, 'create the schema, or bring it up to date'),
        (
            'version',
            version,
            'print the revision of the schema, and the expected one',
        ),
        (
            'audit',
            audit,
            'compare counters with allocations, and roots with parents',
        ),
    ):
        verb = verbs.add_parser(name, help=what, description=f'{what}.')
        settings.add_arguments(verb)
        verb.set_defaults(run=run)
    auditing.add_arguments(verbs.choices['audit'])


def sync(options):
    """Create the schema or bring it up to date; return the exit code."""
    services = _services(options)
    migration.upgrade(services.database.engine)
    deploy.prepare(services)
    print(f'The schema is at revision {migration.head()}.')
    return 0


def version(options):
    """Print the schema's revision; return 1 unless it is the expected."""
    services = _services(options)
    with services.database.engine.connect() as connection:
        current = migration.current(connection)
    print(f'current: {current or "none"}\nexpected: {migration.head()}')
    return 0 if current == migration.head() else 1


def audit(options):
    """Print where the rows disagree; return 1 unless all is well."""
    services = _services(options)
    migration.require(services.database.engine)
    return auditing.run(services, options.repair)


def _services(options):
    configured = settings.load(options)
    data_directory.create(options.data_dir)
    settings.start_logging(configured)
    return deploy.services(configured)
