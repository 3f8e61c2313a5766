"""`placement-inv users`: manages the accounts of this service."""

import contextlib
import getpass
import json
import sys

from placement_inv import context
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.cmd import settings
from placement_inv.cmd.failure import Failure
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import user_fields
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import account
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.tenancy import roles

_FIELDS = (
    'id',
    'username',
    'first_name',
    'last_name',
    'email',
    'is_superuser',
    'is_system_auditor',
)


def add_parser(subparsers):
    """Add the parsers of the command and its verbs."""
    parser = subparsers.add_parser(
        'users',
        help='manage accounts',
        description='Manage the accounts of this service, which exist beside '
        'the users of an htpasswd file.',
    )
    verbs = parser.add_subparsers(
        title='commands', metavar='COMMAND', required=True
    )
    for name, run, text, add_arguments in (
        ('add', add, 'create an account', _add_fields),
        ('change', change, 'change an account', _add_changes),
        ('list', list_all, 'list the accounts', _add_format),
        ('show', show, 'show an account', _add_name_and_format),
        ('remove', remove, 'delete an account', _add_name),
        (
            'role',
            role,
            'grant a role on an organization or an inventory, or revoke it',
            _add_role,
        ),
    ):
        verb = verbs.add_parser(name, help=text, description=f'{text}.')
        settings.add_arguments(verb)
        add_arguments(verb)
        verb.set_defaults(run=run)


def _add_name(parser):
    parser.add_argument('username', help='the name of the account')


def _add_name_and_format(parser):
    _add_name(parser)
    _add_format(parser)


def _add_texts(parser):
    for name in ('first-name', 'last-name', 'email'):
        parser.add_argument(f'--{name}', metavar='TEXT')


def _add_fields(parser):
    _add_name(parser)
    _add_texts(parser)
    parser.add_argument(
        '--superuser', action='store_true', help='may do everything'
    )
    parser.add_argument(
        '--auditor', action='store_true', help='may read everything'
    )
    _add_format(parser)


def _add_changes(parser):
    _add_name(parser)
    _add_texts(parser)
    for name, text in (
        ('superuser', 'may do everything'),
        ('auditor', 'may read everything'),
    ):
        parser.add_argument(f'--{name}', choices=('yes', 'no'), help=text)
    parser.add_argument(
        '--password',
        action='store_true',
        help='ask for a new password, or read it from the standard input',
    )
    _add_format(parser)


def _add_format(parser):
    parser.add_argument('--format', choices=('text', 'json'), default='text')


def _add_role(parser):
    _add_name(parser)
    parser.add_argument('role', help='such as inventory_admin, read, update')
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument('--organization', metavar='NAME')
    place.add_argument(
        '--inventory', metavar='NAME++ORGANIZATION', help='its two names'
    )
    parser.add_argument(
        '--revoke', action='store_true', help='take the role away'
    )


def add(options):
    """Create an account; return the exit code."""
    values = _read_fields(
        Mode.CREATE,
        username=options.username,
        first_name=options.first_name,
        last_name=options.last_name,
        email=options.email,
        is_superuser=options.superuser,
        is_system_auditor=options.auditor,
        password=_read_password(),
    )
    with _context(options) as ctx:
        if ctx.services.credentials.knows_name(options.username):
            raise Failure(
                f'{options.username} is a user of the htpasswd file, whose '
                'password would go first'
            )
        row = _try(account.create, ctx, values)
    _print([row], options)
    return 0


def change(options):
    """Change an account; return the exit code."""
    values = _read_fields(
        Mode.CHANGE,
        first_name=options.first_name,
        last_name=options.last_name,
        email=options.email,
        is_superuser=_read_choice(options.superuser),
        is_system_auditor=_read_choice(options.auditor),
        password=_read_password() if options.password else None,
    )
    with _context(options) as ctx:
        row = _try(
            account.update,
            ctx,
            _find(ctx, options.username).id,
            values,
            is_administrator=True,
        )
    _print([row], options)
    return 0


def _read_choice(choice):
    return None if choice is None else choice == 'yes'


def _read_fields(mode, **fields):
    """Return {name in `objects`: value}, checked as in the API.

    Fields that are None were not given.
    """
    body = {name: value for name, value in fields.items() if value is not None}
    values = _try(user_fields.FORM.read, body, versions.TENANTS, mode)
    if 'password' in body and values['password_hash'] is None:
        raise Failure(f'the password may not be {body["password"]}')
    return values


def list_all(options):
    """Print the accounts; return the exit code."""
    with _context(options) as ctx:
        _print(account.list_all(ctx), options)
    return 0


def show(options):
    """Print an account; return the exit code."""
    with _context(options) as ctx:
        _print([_find(ctx, options.username)], options)
    return 0


def remove(options):
    """Delete an account; return the exit code."""
    with _context(options) as ctx:
        _try(account.delete, ctx, _find(ctx, options.username).id)
    print(f'The account {options.username} is deleted.')
    return 0


def role(options):
    """Grant or revoke a role; return the exit code."""
    kind, key = roles.ORGANIZATION, (options.organization,)
    if options.inventory:
        kind, key = roles.INVENTORY, tuple(options.inventory.split('++'))
    function = grants.revoke if options.revoke else grants.grant
    with _context(options) as ctx:
        grantee = grants.user(_find(ctx, options.username).id)
        _try(function, ctx, grantee, kind, key, options.role)
    action = 'no longer has' if options.revoke else 'has'
    print(f'{options.username} {action} the role {options.role}.')
    return 0


@contextlib.contextmanager
def _context(options):
    """Yield a context of the command, and close its database at the end."""
    services = deploy.services(settings.load(options))
    try:
        deploy.prepare(services)
        yield context.RequestContext(
            services, user_id='placement-inv', user_name='placement-inv'
        )
    finally:
        services.database.dispose()


def _find(ctx, name):
    row = _try(user.get, ctx, (name,))
    if not row.is_account:
        raise Failure(f'{name} is no account of this service')
    return row


def _try(function, *arguments, **options):
    """Call a function; a Failure with the sentence of a refusal."""
    try:
        return function(*arguments, **options)
    except exceptions.InvalidFields as error:
        raise Failure(
            '; '.join(
                f'{name}: {sentence}'
                for name, sentences in error.fields.items()
                for sentence in sentences
            )
        ) from error
    except (errors.NoMatch, exceptions.Invalid, exceptions.Conflict) as error:
        raise Failure(str(error)) from error


def _read_password():
    """Return a password from the terminal or the standard input."""
    if sys.stdin.isatty():
        password = getpass.getpass('Password: ')
        if password != getpass.getpass('Again: '):
            raise Failure('the passwords differ')
    else:
        password = sys.stdin.readline().rstrip('\n')
    if not password:
        raise Failure('there is no password on the standard input')
    return password


def _print(rows, options):
    documents = [
        {name: getattr(row, name) for name in _FIELDS} for row in rows
    ]
    if options.format == 'json':
        print(json.dumps(documents, indent=2))
        return
    for document in documents:
        marks = [
            text
            for name, text in (
                ('is_superuser', 'superuser'),
                ('is_system_auditor', 'auditor'),
            )
            if document[name]
        ]
        print(document['id'], document['username'], *marks)
