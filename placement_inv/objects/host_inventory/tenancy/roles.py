"""The roles of organizations, inventories and teams, and what they imply.

The names are AWX's. This table is the only place that says what a role
includes; conditions, bodies and checks follow from it.
"""

import dataclasses
import functools

ORGANIZATION = 'organization'
INVENTORY = 'inventory'
TEAM = 'team'

ADMIN = 'admin'
INVENTORY_ADMIN = 'inventory_admin'
AUDITOR = 'auditor'
MEMBER = 'member'
UPDATE = 'update'
USE = 'use'
ADHOC = 'adhoc'
READ = 'read'

#: An id of a role is the object's id times this, plus the role's number.
_NUMBERS = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """One role of one kind of objects."""

    kind: str
    name: str
    #: Unique among all roles, below `_NUMBERS`, and never changed: it is a
    #: part of the ids that clients keep.
    number: int
    label: str
    description: str
    #: The (kind, name) pairs of the roles that this one includes directly, on
    #: the same object or on the objects in it.
    includes: tuple[tuple[str, str], ...] = ()
    #: Whether only users can have it, and no teams.
    is_for_users: bool = False


ROLES = (
    Role(
        ORGANIZATION,
        ADMIN,
        1,
        'Admin',
        'Can manage all aspects of the organization',
        (
            (ORGANIZATION, INVENTORY_ADMIN),
            (ORGANIZATION, AUDITOR),
            (ORGANIZATION, MEMBER),
            (TEAM, ADMIN),
        ),
        is_for_users=True,
    ),
    Role(
        ORGANIZATION,
        INVENTORY_ADMIN,
        2,
        'Inventory Admin',
        'Can manage all inventories of the organization',
        ((ORGANIZATION, READ), (INVENTORY, ADMIN)),
    ),
    Role(
        ORGANIZATION,
        AUDITOR,
        3,
        'Auditor',
        'Can view all aspects of the organization',
        ((ORGANIZATION, READ), (INVENTORY, READ), (TEAM, READ)),
    ),
    Role(
        ORGANIZATION,
        MEMBER,
        4,
        'Member',
        'User is a member of the organization',
        ((ORGANIZATION, READ),),
        is_for_users=True,
    ),
    Role(
        ORGANIZATION,
        READ,
        5,
        'Read',
        'May view settings for the organization',
    ),
    Role(
        INVENTORY,
        ADMIN,
        6,
        'Admin',
        'Can manage all aspects of the inventory',
        ((INVENTORY, UPDATE), (INVENTORY, ADHOC)),
    ),
    Role(
        INVENTORY,
        UPDATE,
        7,
        'Update',
        'May update the inventory',
        ((INVENTORY, READ),),
    ),
    Role(
        INVENTORY,
        ADHOC,
        8,
        'Ad Hoc',
        'May run ad hoc commands on the inventory',
        ((INVENTORY, USE),),
    ),
    Role(
        INVENTORY,
        USE,
        9,
        'Use',
        'Can use the inventory in a job template',
        ((INVENTORY, READ),),
    ),
    Role(
        INVENTORY,
        READ,
        10,
        'Read',
        'May view settings for the inventory',
    ),
    Role(
        TEAM,
        ADMIN,
        11,
        'Admin',
        'Can manage all aspects of the team',
        ((TEAM, MEMBER),),
    ),
    Role(
        TEAM,
        MEMBER,
        12,
        'Member',
        'User is a member of the team',
        ((TEAM, READ),),
    ),
    Role(
        TEAM,
        READ,
        13,
        'Read',
        'May view settings for the team',
    ),
)

_BY_NAME = {(role.kind, role.name): role for role in ROLES}
_BY_NUMBER = {role.number: role for role in ROLES}


def get(kind, name):
    """Return the Role of a kind of objects; KeyError without one."""
    return _BY_NAME[kind, name]


def of_kind(kind):
    """Return the Roles of a kind of objects, in their order."""
    return tuple(role for role in ROLES if role.kind == kind)


@functools.cache
def included(kind, name):
    """Return the (kind, name) pairs that a role includes, with itself."""
    pairs = {(kind, name)}
    for pair in _BY_NAME[kind, name].includes:
        pairs |= included(*pair)
    return frozenset(pairs)


@functools.cache
def including(kind, name, holder=None):
    """Return the names of the roles that include a role, with itself.

    They are roles of the objects of kind `holder`: those of `kind`, or the
    ones that contain them.

    >>> including('inventory', 'update', 'organization')
    ('admin', 'inventory_admin')
    """
    return tuple(
        role.name
        for role in of_kind(holder or kind)
        if (kind, name) in included(role.kind, role.name)
    )


def role_id(kind, object_id, name):
    """Return the id of a role of an object, as clients know it."""
    return base_id(object_id) + _BY_NAME[kind, name].number


def base_id(object_id):
    """Return the number to add to that of a role for the role's id.

    `object_id` is a number, or an expression of SQL.
    """
    return object_id * _NUMBERS


def field_name(name):
    """Return the name of a role in bodies: that of the field of an object."""
    return f'{name}_role'


def parse_field_name(text):
    """Return the name of a role by its name in bodies."""
    return text.removesuffix('_role') if text.endswith('_role') else None


def parse_role_id(number):
    """Return (Role, object id) of a role's id; None if there is none."""
    object_id, number = divmod(number, _NUMBERS)
    role = _BY_NUMBER.get(number)
    return (role, object_id) if role and object_id > 0 else None


#: The roles on objects that a write needs, by their kinds.
NEEDED_BY_DEFAULT = {
    ORGANIZATION: INVENTORY_ADMIN,
    INVENTORY: ADMIN,
    TEAM: ADMIN,
}
#: The same for the policy rules of operations that need others.
NEEDED = {
    'host_inventory:organizations:write': {
        **NEEDED_BY_DEFAULT,
        ORGANIZATION: ADMIN,
    },
    'host_inventory:teams:write': {
        **NEEDED_BY_DEFAULT,
        ORGANIZATION: ADMIN,
    },
    'host_inventory:roles:write': {
        **NEEDED_BY_DEFAULT,
        ORGANIZATION: ADMIN,
    },
    'host_inventory:updates:write': {
        **NEEDED_BY_DEFAULT,
        INVENTORY: UPDATE,
    },
}
