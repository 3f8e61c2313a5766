"""`placement-inv db`: manages the schema of the database, and its rows."""

from placement_inv import deploy
from placement_inv import startup_checks
from placement_inv.cmd import audit as auditing
from placement_inv.cmd import backup
from placement_inv.cmd import data_directory
from placement_inv.cmd import settings
from placement_inv.db import migration


def add_parser(subparsers):
    """Add the parsers of the command and its verbs."""
    parser = subparsers.add_parser(
        'db',
        help='manage the database',
        description='Manage the schema of the database, and check its rows.',
    )
    verbs = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    for name, run, text in (
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
        (
            'backup',
            backup.back_up,
            'copy the SQLite database to a file, while the service goes on',
        ),
        (
            'restore',
            backup.restore,
            'replace the SQLite database by a file of `db backup`',
        ),
    ):
        verb = verbs.add_parser(name, help=text, description=f'{text}.')
        settings.add_arguments(verb)
        verb.set_defaults(run=run)
    auditing.add_arguments(verbs.choices['audit'])
    for name in ('backup', 'restore'):
        backup.add_arguments(verbs.choices[name])


def sync(options):
    """Create the schema or bring it up to date; return the exit code."""
    services = _create_services(options)
    revision = migration.upgrade(services.database.engine)
    deploy.prepare(services)
    print(f'The schema is at revision {revision}.')
    return 0


def version(options):
    """Print the schema's revision; return 1 unless it is the expected one."""
    services = _create_services(options)
    with services.database.engine.connect() as connection:
        current = migration.current(connection)
    print(f'current: {current or "none"}\nexpected: {migration.head()}')
    return 0 if current == migration.head() else 1


def audit(options):
    """Print the differences between rows; return 1 if there are any."""
    services = _create_services(options)
    migration.require(services.database.engine)
    return auditing.run(services, options.repair)


def _create_services(options):
    conf = settings.load(options)
    settings.require(conf, startup_checks.OF_WORKERS)
    data_directory.create(options.data_dir)
    settings.start_logging(conf)
    # Commands have the patience of background work.
    return deploy.for_background(deploy.services(conf))
