"""The resources of the family: their fields, forms and filters."""

import dataclasses

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory.access import team_fields
from placement_inv.handlers.host_inventory.access import token_fields
from placement_inv.handlers.host_inventory.access import user_fields
from placement_inv.handlers.host_inventory.fields import form as forms
from placement_inv.handlers.host_inventory.groups import fields as group_fields
from placement_inv.handlers.host_inventory.hosts import bulk_fields
from placement_inv.handlers.host_inventory.hosts import fields as host_fields
from placement_inv.handlers.host_inventory.inventories import (
    constructed_fields,
)
from placement_inv.handlers.host_inventory.inventories import copy_fields
from placement_inv.handlers.host_inventory.inventories import (
    fields as inventory_fields,
)
from placement_inv.handlers.host_inventory.options import read_only
from placement_inv.handlers.host_inventory.organizations import (
    fields as organization_fields,
)
from placement_inv.handlers.host_inventory.sources import (
    fields as source_fields,
)
from placement_inv.objects.host_inventory import filter_catalog


@dataclasses.dataclass(frozen=True)
class Resource:
    """One kind of rows: fields of bodies, writable fields, filters."""

    kind: str
    title: str
    #: The fields of bodies in any order: read-only ones, and the form's.
    fields: tuple
    form: forms.Form
    entity: smartfilter.Entity
    #: Whether lists below other rows add and remove such rows by their ids.
    is_attachable: bool = False
    #: Parameters of its lists alone that are not names of fields.
    parameters: tuple[read_only.Parameter, ...] = ()


def _resource(kind, title, form, extra, entity, **options):
    return Resource(
        kind,
        title,
        (*read_only.identity(kind, title), *form.fields, *extra),
        form,
        entity,
        **options,
    )


_NOTHING = forms.Form(())
_KIND = 'kind'

ORGANIZATION = _resource(
    'organization',
    'Organization',
    organization_fields.FORM,
    read_only.OF_ORGANIZATIONS,
    filter_catalog.ORGANIZATIONS.root,
)
INVENTORY = _resource(
    'inventory',
    'Inventory',
    inventory_fields.FORM,
    (*read_only.TOTALS, *read_only.FILTERED, *read_only.DELETION),
    filter_catalog.INVENTORIES.root,
)
CONSTRUCTED = _resource(
    'inventory',
    'Constructed Inventory',
    constructed_fields.FORM,
    (
        # Bodies contain the kind, and clients cannot write it.
        *(
            field
            for field in inventory_fields.FORM.fields
            if field.name == _KIND
        ),
        *read_only.TOTALS,
        *read_only.FILTERED,
        *read_only.DELETION,
    ),
    filter_catalog.INVENTORIES.root,
)
HOST = _resource(
    'host',
    'Host',
    host_fields.FORM,
    (*read_only.JOBS_OF_HOSTS, *read_only.MANAGED),
    filter_catalog.HOSTS.root,
    is_attachable=True,
    parameters=read_only.HOST_PARAMETERS,
)
GROUP = _resource(
    'group',
    'Group',
    group_fields.FORM,
    read_only.MANAGED,
    filter_catalog.GROUPS.root,
    is_attachable=True,
)
SOURCE = _resource(
    'inventory_source',
    'Inventory Source',
    source_fields.FORM,
    read_only.LAST_RUN,
    filter_catalog.SOURCES.root,
)
UPDATE = Resource(
    'inventory_update',
    'Inventory Update',
    (
        *read_only.identity('inventory_update', 'Inventory Update'),
        *source_fields.OF_UPDATES.fields,
        *read_only.RUN,
    ),
    _NOTHING,
    filter_catalog.UPDATES.root,
)
EVENT = Resource(
    'inventory_update_event',
    'Inventory Update Event',
    read_only.EVENT,
    _NOTHING,
    filter_catalog.EVENTS.root,
)
CHANGE = Resource(
    'activity_stream',
    'Activity Stream',
    read_only.CHANGE,
    _NOTHING,
    filter_catalog.CHANGES.root,
)
TEAM = _resource(
    'team', 'Team', team_fields.FORM, (), filter_catalog.TEAMS.root
)
ROLE = Resource(
    'role', 'Role', read_only.ROLE, _NOTHING, filter_catalog.ROLES.root
)
USER = Resource(
    'user',
    'User',
    (*read_only.USER, *user_fields.FORM.fields),
    user_fields.FORM,
    filter_catalog.USERS.root,
)
TOKEN = Resource(
    'o_auth2_access_token',
    'Access Token',
    (
        *read_only.identity('o_auth2_access_token', 'Access Token'),
        *token_fields.FORM.fields,
        *read_only.OF_TOKENS,
    ),
    token_fields.FORM,
    filter_catalog.TOKENS.root,
)

#: {last part of the path of a list: resource of its rows}.
LISTS = {
    'organizations': ORGANIZATION,
    'inventories': INVENTORY,
    'constructed_inventories': CONSTRUCTED,
    'input_inventories': dataclasses.replace(
        INVENTORY, form=_NOTHING, is_attachable=True
    ),
    'hosts': HOST,
    'all_hosts': HOST,
    'groups': GROUP,
    'all_groups': GROUP,
    'root_groups': GROUP,
    'children': GROUP,
    'potential_children': GROUP,
    'inventory_sources': SOURCE,
    'inventory_updates': UPDATE,
    'events': EVENT,
    'smart_inventories': dataclasses.replace(INVENTORY, form=_NOTHING),
    'activity_stream': CHANGE,
    'teams': TEAM,
    'roles': ROLE,
    'object_roles': ROLE,
    'access_list': USER,
    'admin_of_organizations': dataclasses.replace(ORGANIZATION, form=_NOTHING),
    'admins': USER,
    'users': USER,
    'tokens': TOKEN,
    'personal_tokens': TOKEN,
}

#: {last part of a path: form}, of paths that are no lists of rows.
FORMS = {
    'copy': copy_fields.FORM,
    'host_create': bulk_fields.CREATE,
    'host_delete': bulk_fields.DELETE,
    'host_upsert': bulk_fields.UPSERT,
    'host_patch': bulk_fields.PATCH,
    'host_associate': bulk_fields.ASSOCIATE,
}
