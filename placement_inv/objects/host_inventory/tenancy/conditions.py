"""Which rows a caller may read, and on which objects it has a role.

Rows belong to inventories, and inventories to organizations. A caller has
roles on organizations by the project or domain of its token, and roles on
organizations, inventories and teams by grants (see `roles`). The conditions
of this module say so in SQL; nothing else does.
"""

from collections.abc import Mapping
import dataclasses
import functools

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import roles

_t = tables.host_inventory
_organizations = _t.organizations
_inventories = _t.host_inventories
_users = tables.access.api_users
_teams = tables.access.teams
_grants = tables.access.role_grants


@dataclasses.dataclass(frozen=True)
class Access:
    """What one caller may see, and its roles."""

    #: The user's name in the authentication.
    external_id: str
    #: The roles of the caller's token on the organizations of its project or
    #: domain: names of roles of organizations.
    token_roles: frozenset[str] = frozenset()
    project_id: str = ''
    domain_id: str = ''
    #: Whether organizations without project and domain are like those of the
    #: token's project.
    includes_unbound: bool = False
    #: Whether the caller reads the rows of all organizations.
    reads_all: bool = False
    #: {kind of objects: the role that a write needs on one}.
    needed_roles: Mapping[str, str] = dataclasses.field(
        default_factory=lambda: roles.NEEDED_BY_DEFAULT, hash=False
    )

    @functools.cached_property
    def key(self):
        """Return what decides about the SQL of conditions, without texts."""
        return (
            self.token_roles,
            bool(self.project_id),
            bool(self.domain_id),
            self.includes_unbound,
            self.reads_all,
        )

    @functools.cached_property
    def parameters(self):
        """Return the texts of the caller as parameters of statements."""
        texts = {'caller_external_id': self.external_id}
        if self.project_id:
            texts['caller_project_id'] = self.project_id
        if self.domain_id:
            texts['caller_domain_id'] = self.domain_id
        return tuple(
            sa.bindparam(name, text, sa.String) for name, text in texts.items()
        )


class _Caller:
    """A caller, for the SQL of conditions: parameters instead of texts.

    The SQL is the same for all callers with the same key, so that no text of
    one of them can become a part of it.
    """

    def __init__(self, key, parameters):
        (
            self.token_roles,
            has_project,
            has_domain,
            self.includes_unbound,
            self.reads_all,
        ) = key
        self.external_id, *scope = parameters
        names = ('project_id',) * has_project + ('domain_id',) * has_domain
        #: {column of organizations: parameter} of the token.
        self.scope = dict(zip(names, scope, strict=True))


class _Condition(sa.ColumnElement):
    """A condition on a caller, written when its statement is compiled.

    `write(caller, column, *arguments)` returns it; `column` is a column of
    the table that it is about.

    PERF: it takes longer to build the expressions of a condition than to
    execute many a statement. Statements that were compiled before, for any
    caller with the same key, only need the parameters.
    """

    type = sa.Boolean()
    inherit_cache = True
    _traverse_internals = (
        ('key', InternalTraversal.dp_plain_obj),
        ('column', InternalTraversal.dp_clauseelement),
        ('parameters', InternalTraversal.dp_clauseelement_tuple),
    )

    def __init__(self, access, column, write, *arguments):
        self.key = (access.key, write, arguments)
        self.column = column
        self.parameters = access.parameters

    @property
    def _from_objects(self):
        return self.column._from_objects

    def self_group(self, against=None):
        # The SQL has its own parentheses.
        return self


#: {(dialect, key, SQL of the column): SQL of a condition}.
_SQL = {}
_MOST_SQL = 1000


@compiles(_Condition)
def _compile_condition(element, compiler, **kwargs):
    column = compiler.process(element.column, **kwargs)
    key = (compiler.dialect.name, element.key, column)
    # Statements that are only shown have texts of the caller in their SQL.
    is_executed = not kwargs.get('literal_binds')
    sql = _SQL.get(key) if is_executed else None
    if sql is None:
        sql = compiler.process(_write(element), **kwargs)
        if is_executed and len(_SQL) < _MOST_SQL:
            _SQL[key] = sql
    else:
        for parameter in element.parameters:
            compiler.process(parameter, **kwargs)
    return f'({sql})'


def _write(element):
    """Return the expression of a _Condition.

    PERF: its SQL is the same in all statements with the same column, because
    its aliases have names. So it is stored: statements with filters are
    compiled for each execution.
    """
    key, write, arguments = element.key
    caller = _Caller(key, element.parameters)
    return write(caller, element.column, *arguments)


def has_role(access, kind, name, table):
    """Return the condition that a caller has a role on the rows of a table.

    `access` is the caller's Access; None for one without limits. `table` is
    the table of a kind of objects, or an alias of it: that of organizations,
    inventories or teams.
    """
    return is_object_with_role(access, kind, table.c.id, name)


def is_object_with_role(access, kind, column, name):
    """Return the condition that a column is the id of an object.

    The caller has the role `name` on the object.
    """
    if access is None or (access.reads_all and name == roles.READ):
        return sa.true()
    return _Condition(access, column, _write_has_role, kind, name)


def _write_has_role(caller, column, kind, name):
    if caller.reads_all and name == roles.READ:
        return sa.true()
    return column.in_(_select_with_role(caller, kind, name))


def _select_with_role(caller, kind, name):
    """Return a select of the ids of the objects on which a caller has a role.

    PERF: it is a union, so that each way to a role begins with an index. It
    is in a subquery, because MariaDB would execute a union after IN once for
    each row.
    """
    names = roles.including(kind, name)
    if kind == roles.ORGANIZATION:
        return _select_organizations(caller, names)
    return _unite(
        *_select_in_organizations(caller, kind, name),
        *_select_granted(caller, names, OBJECT_COLUMNS[kind].name),
    )


def _select_organizations(caller, names):
    """Return a select of organizations on which a caller has one of roles."""
    organizations = _organizations.alias('caller_organizations')
    return _unite(
        *_select_of_token(
            caller, names, organizations, organizations.c.id, organizations
        ),
        *_select_granted(caller, names, 'organization_id'),
    )


def _unite(*selects):
    objects = sa.union_all(*selects).subquery('caller_objects')
    return sa.select(objects.c.id)


def _select_granted(caller, names, column_name):
    """Yield selects of the objects on which one of roles is granted."""
    for grants, source, conditions in _list_grants(caller, names):
        column = grants.c[column_name]
        yield (
            sa.select(column.label('id'))
            .select_from(source)
            .where(*conditions, column.is_not(None))
        )


_TABLES = {roles.INVENTORY: _inventories, roles.TEAM: _teams}


def _select_in_organizations(caller, kind, name):
    """Yield selects of the objects in organizations.

    The caller has a role on the organization that includes the role `name` on
    its objects.
    """
    table = _TABLES[kind].alias('caller_rows')
    names = roles.including(kind, name, roles.ORGANIZATION)
    organizations = _organizations.alias('caller_organizations')
    yield from _select_of_token(
        caller,
        names,
        organizations,
        table.c.id,
        organizations.join(
            table, table.c.organization_id == organizations.c.id
        ),
    )
    for grants, source, conditions in _list_grants(caller, names):
        yield (
            sa.select(table.c.id)
            .select_from(
                source.join(
                    table, table.c.organization_id == grants.c.organization_id
                )
            )
            .where(*conditions)
        )


def _select_of_token(caller, names, organizations, column, source):
    """Yield a select of a column in organizations of the token's project.

    Yield nothing if the token has none of the roles.
    """
    conditions = list(_is_of_token(caller, organizations))
    if conditions and caller.token_roles.intersection(names):
        yield sa.select(column).select_from(source).where(sa.or_(*conditions))


def _is_of_token(caller, organizations):
    """Yield alternative conditions on organizations of the token's project."""
    for name, parameter in caller.scope.items():
        yield organizations.c[name] == parameter
    if caller.includes_unbound:
        yield sa.and_(
            organizations.c.project_id == _constant(''),
            organizations.c.domain_id == _constant(''),
        )


#: The column of grants with the id of an object, by its kind.
OBJECT_COLUMNS = {
    roles.ORGANIZATION: _grants.c.organization_id,
    roles.INVENTORY: _grants.c.host_inventory_id,
    roles.TEAM: _grants.c.object_team_id,
}


def _list_grants(caller, names):
    """Yield (grants, FROM clause, conditions) of the grants of some roles.

    First those to the caller, then those to teams whose member it is.
    """
    users = _users.alias('caller')
    grants = _grants.alias('caller_grants')
    conditions = (
        users.c.external_id == caller.external_id,
        _is_one_of(grants.c.role, names),
    )
    yield (
        grants,
        users.join(grants, grants.c.user_id == users.c.id),
        conditions,
    )
    membership = _grants.alias('caller_teams')
    members = roles.including(roles.TEAM, roles.MEMBER)
    yield (
        grants,
        users.join(membership, membership.c.user_id == users.c.id).join(
            grants, grants.c.team_id == membership.c.object_team_id
        ),
        (*conditions, _is_one_of(membership.c.role, members)),
    )


def _is_one_of(column, names):
    # PERF: a list of parameters is written anew for each execution.
    return column.in_([_constant(name) for name in names])


def _constant(name):
    """Return one of the names of roles, or '', as a part of the SQL."""
    return sa.literal_column(f"'{name}'", sa.String)


def is_inventory_with_role(access, column, name):
    """Return the condition `is_object_with_role` on an inventory."""
    return is_object_with_role(access, roles.INVENTORY, column, name)


def is_readable_inventory(access, column):
    """Return the condition that a column is the id of a readable inventory."""
    return is_inventory_with_role(access, column, roles.READ)


def is_readable_entry(access, changes):
    """Return the condition on entries of the audit log.

    An entry belongs to the organization that its object was in. So those
    who read all of an organization read the entries about deleted rows, too.
    """
    if access.reads_all:
        return sa.true()
    return _Condition(access, changes.c.id, _write_is_readable_entry)


def _write_is_readable_entry(caller, column):
    changes = column.table
    names = roles.including(roles.INVENTORY, roles.READ, roles.ORGANIZATION)
    return sa.or_(
        changes.c.organization_id.in_(_select_organizations(caller, names)),
        _write_has_role(
            caller, changes.c.host_inventory_id, roles.INVENTORY, roles.READ
        ),
    )


def is_readable_user(access, users):
    """Return the condition on users.

    A caller reads the own row, and those of users with roles in organizations
    that the caller reads.
    """
    return _Condition(access, users.c.id, _write_is_readable_user)


def _write_is_readable_user(caller, column):
    users = column.table
    grants = _grants.alias('grants')
    organizations = _organizations.alias('readable_organizations')
    organization_ids = sa.select(organizations.c.id).where(
        _write_has_role(
            caller, organizations.c.id, roles.ORGANIZATION, roles.READ
        )
    )
    inventories = _inventories.alias('readable_inventories')
    inventory_ids = sa.select(inventories.c.id).where(
        inventories.c.organization_id.in_(organization_ids)
    )
    teams = _teams.alias('readable_teams')
    team_ids = sa.select(teams.c.id).where(
        teams.c.organization_id.in_(organization_ids)
    )
    return sa.or_(
        users.c.external_id == caller.external_id,
        users.c.id.in_(
            sa.select(grants.c.user_id).where(
                grants.c.user_id.is_not(None),
                sa.or_(
                    grants.c.organization_id.in_(organization_ids),
                    grants.c.host_inventory_id.in_(inventory_ids),
                    grants.c.object_team_id.in_(team_ids),
                ),
            )
        ),
    )
