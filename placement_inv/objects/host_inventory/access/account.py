"""Accounts: users with a password that this service stores.

An account is a row of users with a name of its own. Its id in the
authentication is `account:<id of the row>`, which no other user can have:
names of htpasswd files contain no colon. So an account can be renamed, and a
later account with the same name is another user.
"""

import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.tenancy import statement_limits

_users = tables.access.api_users
_grants = tables.access.role_grants

#: The columns that clients write. The password is a hash here.
WRITABLE = (
    'first_name',
    'last_name',
    'email',
    'is_superuser',
    'is_system_auditor',
)
_PASSWORD = 'password_hash'  # noqa: S105
_SUPERUSERS = sa.and_(
    _users.c.account_name.is_not(None), _users.c.is_superuser
)


class UsersOfKeystone(exceptions.Conflict):
    """An account cannot be created where users come with their tokens."""

    sentence = (
        'Keystone has the users of this service: create one there. A user '
        'appears here with its first request.'
    )


class UsernameTaken(errors.FieldRefused):
    field = 'username'
    sentence = 'A user with that username already exists.'


class NotAnAccount(exceptions.Conflict):
    """The user comes from elsewhere, which also has its password."""

    sentence = (
        'This user is no account of this service: the authentication of the '
        'deployment has its name, password and roles.'
    )


class OwnAccount(exceptions.Conflict):
    sentence = 'You cannot delete your own account.'


class LastSuperuser(exceptions.Conflict):
    sentence = (
        'This is the last account of a system administrator. Make another '
        'one first.'
    )


class NotAdministrator(exceptions.Forbidden):
    sentence = (
        'Only a system administrator can say who is a system administrator '
        'or a system auditor.'
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """What the authentication needs to know of an account."""

    external_id: str
    name: str
    password_hash: bytes
    is_superuser: bool
    is_system_auditor: bool


_SELECT = sa.select(
    _users.c.external_id,
    _users.c.account_name,
    _users.c.password_hash,
    _users.c.is_superuser,
    _users.c.is_system_auditor,
)


class Accounts:
    """Finds accounts for the authentication, which has no context."""

    def __init__(self, make_context):
        self._make_context = make_context

    def find_by_name(self, name):
        """Return the Account of a name, or None."""
        return _find_account(
            self._make_context(), _users.c.account_name == name
        )

    def find_by_id(self, external_id):
        """Return the Account with an id in the authentication, or None."""
        return _find_account(
            self._make_context(),
            sa.and_(
                _users.c.external_id == external_id,
                _users.c.account_name.is_not(None),
            ),
        )


@transactions.reader
def _find_account(ctx, condition):
    row = ctx.connection.execute(_SELECT.where(condition)).first()
    if row is None:
        return None
    external_id, name, password_hash, *roles = row
    return Account(external_id, name, password_hash.encode(), *roles)


@transactions.reader
def list_all(ctx):
    """Return all accounts as Users, in the order of their names."""
    return user.list_where(ctx, _users.c.account_name.is_not(None))


@transactions.writer
def create(ctx, values):
    """Create an account and return its User; UsernameTaken.

    `values` has `username`, `password_hash` (bytes) and columns of WRITABLE.
    """
    values = dict(values)
    name = values.pop('username')
    values[_PASSWORD] = values[_PASSWORD].decode()
    try:
        # The id in the authentication needs that of the row.
        result = ctx.connection.execute(
            _users.insert().values(
                external_id=f'account-name:{name}',
                username=name,
                account_name=name,
                **values,
            )
        )
    except db_exception.DBDuplicateEntry as error:
        raise UsernameTaken() from error
    (user_id,) = result.inserted_primary_key
    ctx.connection.execute(
        _users.update()
        .where(_users.c.id == user_id)
        .values(external_id=_external_id(user_id))
    )
    audit_log.record_creation(
        ctx,
        audit_log.user(user_id, name),
        {'username': name, **_without_password(values)},
    )
    return user.get(ctx, user_id)


@transactions.writer
def update(ctx, key, changes, is_administrator):
    """Change an account and return its User.

    A new name or password ends the tokens and sessions of the account. Raises
    NoMatch, NotAnAccount, UsernameTaken, NotAdministrator or LastSuperuser,
    and RoleRequired for the account of another user.
    """
    row, others = _lock(ctx, key, is_administrator)
    changes = {
        name: value
        for name, value in changes.items()
        if name == _PASSWORD or row[name] != value
    }
    if not is_administrator and changes.keys() & {
        'is_superuser',
        'is_system_auditor',
    }:
        raise NotAdministrator()
    if changes.get('is_superuser', True) is False and row['is_superuser']:
        _refuse_last_superuser(others)
    columns = dict(changes)
    if 'username' in changes:
        columns['account_name'] = changes['username']
    if _PASSWORD in changes:
        columns[_PASSWORD] = changes[_PASSWORD].decode()
    if columns:
        _write(ctx, row['id'], columns)
    if {'username', _PASSWORD} & changes.keys():
        keys.end_all_of(ctx, [row['external_id']])
    audit_log.record_change(
        ctx,
        audit_log.user(row['id'], row['username']),
        row,
        _without_password(changes),
    )
    return user.get(ctx, row['id'])


def _write(ctx, user_id, columns):
    try:
        # It is the caller's own row, or one that an administrator has found.
        ctx.connection.execute(
            statement_limits.mark(
                _users.update().where(_users.c.id == user_id).values(**columns)
            )
        )
    except db_exception.DBDuplicateEntry as error:
        raise UsernameTaken() from error


@transactions.writer
def delete(ctx, key):
    """Delete an account, with its tokens, sessions and grants.

    The row stays, because other rows name it as their author. Raises NoMatch,
    NotAnAccount, OwnAccount or LastSuperuser.
    """
    row, others = _lock(ctx, key, is_administrator=True)
    if row['external_id'] == ctx.user_id:
        raise OwnAccount()
    if row['is_superuser']:
        _refuse_last_superuser(others)
    keys.end_all_of(ctx, [row['external_id']])
    ctx.connection.execute(
        _grants.delete().where(_grants.c.user_id == row['id'])
    )
    ctx.connection.execute(
        _users.update()
        .where(_users.c.id == row['id'])
        .values(
            account_name=None,
            password_hash=None,
            is_superuser=False,
            is_system_auditor=False,
        )
    )
    audit_log.record_deletion(ctx, audit_log.user(row['id'], row['username']))


def _lock(ctx, key, is_administrator):
    """Lock the row of an account; return it and the rows of superusers.

    Rows are mappings of columns. An administrator's change locks the other
    superusers as well, so that two changes at once cannot end the last two.
    """
    user_id = user.get(ctx, key).id
    ids = {user_id}
    if is_administrator:
        ids.update(
            ctx.connection.scalars(sa.select(_users.c.id).where(_SUPERUSERS))
        )
    rows = {
        row['id']: row
        for row in ctx.connection.execute(
            sa.select(_users)
            .where(_users.c.id.in_(ids))
            # All changes lock rows in one order.
            .order_by(_users.c.id)
            .with_for_update()
        ).mappings()
    }
    row = rows.pop(user_id, None)
    if row is None:
        raise errors.NoMatch(model=user.MODEL)
    if not is_administrator and row['external_id'] != ctx.user_id:
        raise errors.RoleRequired()
    if row['account_name'] is None:
        raise NotAnAccount()
    # They may have been changed before they were locked.
    return row, [other for other in rows.values() if other['is_superuser']]


def _refuse_last_superuser(others):
    if not others:
        raise LastSuperuser()


def _external_id(user_id):
    return f'{user.ACCOUNT}{user_id}'


def _without_password(values):
    return {name: value for name, value in values.items() if name != _PASSWORD}
