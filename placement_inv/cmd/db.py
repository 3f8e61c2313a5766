"""`placement-inv db`: the schema of the database."""

from placement_inv import deploy
from placement_inv.cmd import settings as command_settings
from placement_inv.db import migration


def add_to(commands):
    """Add the sub-commands to the parser of `placement-inv`."""
    parser = commands.add_parser(
        'db', help='look after the database', description='Database chores.'
    )
    chores = parser.add_subparsers(
        title='chores', metavar='CHORE', required=True
    )
    for name, chore, words in (
        ('sync', sync, 'create or migrate the schema'),
        ('version', version, 'show the revision of the schema'),
    ):
        command = chores.add_parser(name, help=words, description=words)
        command_settings.add_arguments(command)
        command.set_defaults(run=chore)


def sync(arguments):
    """Bring the schema to what this release expects."""
    services = deploy.services(command_settings.load(arguments))
    migration.upgrade(services.database.engine)
    deploy.prepare(services)
    services.database.dispose()
    print(f'The schema is at revision {migration.head()}.')


def version(arguments):
    """Show the revision there is, and the one that is expected."""
    services = deploy.services(command_settings.load(arguments))
    with services.database.engine.connect() as connection:
        current = migration.current(connection)
    services.database.dispose()
    print(f'current: {current or "none"}\nexpected: {migration.head()}')
    return 0 if current == migration.head() else 1
