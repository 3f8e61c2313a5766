"""Users who sent a write, or a request for their own user."""

import dataclasses
import datetime

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.access import holders
from placement_inv.objects.host_inventory.lists import page as list_page

MODEL = 'User'

_users = tables.access.api_users


@dataclasses.dataclass(frozen=True, slots=True)
class User:
    """One user."""

    id: int
    #: The name of the user in the authentication.
    external_id: str
    username: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    first_name: str
    last_name: str
    email: str
    is_superuser: bool
    is_system_auditor: bool
    #: The name of an account of this service; None for other users.
    account_name: str | None

    @property
    def is_account(self):
        return self.account_name is not None


#: The start of the ids of accounts in the authentication.
ACCOUNT = 'account:'


def _is_current():
    """Return the condition that a user is no deleted account."""
    return sa.or_(
        _users.c.account_name.is_not(None),
        ~_users.c.external_id.startswith(ACCOUNT, autoescape=True),
    )


_SELECT = sa.select(
    *(_users.c[field.name] for field in dataclasses.fields(User))
).where(_is_current())


class Directory:
    """A cache of the ids of users in one process.

    The id of a user never changes.
    """

    _MOST = 10_000

    def __init__(self):
        self._ids = {}

    def id_of(self, ctx):
        """Return the id of the user of a request; create a new user."""
        user_id = self._ids.get(ctx.user_id)
        if user_id is None:
            if len(self._ids) >= self._MOST:
                self._ids.clear()
            user_id = find_or_create(
                ctx, ctx.user_id, ctx.user_name or ctx.user_id
            ).id
            self._ids[ctx.user_id] = user_id
        return user_id


@transactions.reader
def page(ctx, query):
    """Return one page of the users."""
    user_page = list_page.page(
        ctx, filter_catalog.USERS, _SELECT, query, ('username',)
    )
    return user_page.map(lambda row: User(**row))


@transactions.reader
def page_of_role(ctx, kind, object_id, name, query):
    """Return a page of the users who have a role on an object themselves."""
    ids = holders.select_users(kind, object_id, name)
    return page_where(ctx, _users.c.id.in_(ids), query)


def page_where(ctx, condition, query):
    """Return a page of the users that a condition finds."""
    user_page = list_page.page(
        ctx,
        filter_catalog.USERS,
        _SELECT.where(condition),
        query,
        ('username',),
    )
    return user_page.map(lambda row: User(**row))


@transactions.reader
def list_where(ctx, condition):
    """Return the users that a condition finds, by their names."""
    select = _SELECT.where(condition).order_by(_users.c.username, _users.c.id)
    return [User(**row) for row in ctx.connection.execute(select).mappings()]


@transactions.reader
def get(ctx, key):
    """Return the user of a key, an id or (username,); NoMatch without one."""
    if isinstance(key, int):
        condition = _users.c.id == key
    else:
        name, *rest = key
        condition = sa.false() if rest else _users.c.username == name
    row = _find_first(ctx, condition)
    if row is None:
        raise errors.NoMatch(model=MODEL)
    return row


def find_or_create(ctx, external_id, username):
    """Return the User of an external id; create one if there is none."""
    row = _find_by_external_id(ctx, external_id)
    if row is not None:
        return row
    try:
        return _add(ctx, external_id, username)
    except db_exception.DBDuplicateEntry:
        # Another request of the same user inserted the row first.
        return _find_by_external_id(ctx, external_id)


@transactions.reader
def _find_by_external_id(ctx, external_id):
    return _find_first(ctx, _users.c.external_id == external_id)


@transactions.writer
def _add(ctx, external_id, username):
    ctx.connection.execute(
        _users.insert().values(external_id=external_id, username=username)
    )
    return _find_first(ctx, _users.c.external_id == external_id)


def _find_first(ctx, condition):
    """Return the account that matches, else the oldest User, or None.

    Users of two domains can have the same username, and an account that of a
    user who left the htpasswd file.
    """
    row = (
        ctx.connection.execute(
            _SELECT.where(condition)
            .order_by(_users.c.account_name.is_(None), _users.c.id)
            .limit(1)
        )
        .mappings()
        .first()
    )
    return None if row is None else User(**row)
