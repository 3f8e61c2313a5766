"""The resources of the family as clients meet them: fields and filters."""

import dataclasses

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory.metadata import shown
from placement_inv.handlers.host_inventory.schemas import access_token
from placement_inv.handlers.host_inventory.schemas import bulk
from placement_inv.handlers.host_inventory.schemas import constructed_inventory
from placement_inv.handlers.host_inventory.schemas import copy
from placement_inv.handlers.host_inventory.schemas import group
from placement_inv.handlers.host_inventory.schemas import host
from placement_inv.handlers.host_inventory.schemas import host_inventory
from placement_inv.handlers.host_inventory.schemas import inventory_source
from placement_inv.handlers.host_inventory.schemas import organization
from placement_inv.objects.host_inventory import filter_catalog


@dataclasses.dataclass(frozen=True)
class Resource:
    """One kind of rows: what they show, what may be written and asked."""

    kind: str
    title: str
    #: What bodies show, in any order: Shown, and the fields of the form.
    shown: tuple
    form: fields.Form
    entity: smartfilter.Entity
    #: Whether rows go in and out of lists inside something by their ids.
    attached: bool = False


def _resource(kind, title, form, extra, entity, **options):
    return Resource(
        kind,
        title,
        (*shown.identity(kind, title), *form.fields, *extra),
        form,
        entity,
        **options,
    )


_NOTHING = fields.Form(())
_KIND = 'kind'

ORGANIZATION = _resource(
    'organization',
    'Organization',
    organization.FORM,
    shown.OF_ORGANIZATIONS,
    filter_catalog.ORGANIZATIONS.root,
)
INVENTORY = _resource(
    'inventory',
    'Inventory',
    host_inventory.FORM,
    (*shown.TOTALS, *shown.FILTERED, *shown.DELETION),
    filter_catalog.INVENTORIES.root,
)
CONSTRUCTED = _resource(
    'inventory',
    'Constructed Inventory',
    constructed_inventory.FORM,
    (
        # It is what it is: this is shown and not written.
        *(
            field
            for field in host_inventory.FORM.fields
            if field.name == _KIND
        ),
        *shown.TOTALS,
        *shown.FILTERED,
        *shown.DELETION,
    ),
    filter_catalog.INVENTORIES.root,
)
HOST = _resource(
    'host',
    'Host',
    host.FORM,
    (*shown.JOBS_OF_HOSTS, *shown.MANAGED),
    filter_catalog.HOSTS.root,
    attached=True,
)
GROUP = _resource(
    'group',
    'Group',
    group.FORM,
    shown.MANAGED,
    filter_catalog.GROUPS.root,
    attached=True,
)
SOURCE = _resource(
    'inventory_source',
    'Inventory Source',
    inventory_source.FORM,
    shown.LAST_RUN,
    filter_catalog.SOURCES.root,
)
UPDATE = Resource(
    'inventory_update',
    'Inventory Update',
    (
        *shown.identity('inventory_update', 'Inventory Update'),
        # An update shows its source as it was.
        *(
            field
            for field in inventory_source.FORM.fields
            if field.name not in inventory_source.NOT_OF_UPDATES
        ),
        *shown.RUN,
    ),
    _NOTHING,
    filter_catalog.UPDATES.root,
)
EVENT = Resource(
    'inventory_update_event',
    'Inventory Update Event',
    shown.EVENT,
    _NOTHING,
    filter_catalog.EVENTS.root,
)
CHANGE = Resource(
    'activity_stream',
    'Activity Stream',
    shown.CHANGE,
    _NOTHING,
    filter_catalog.CHANGES.root,
)
USER = Resource(
    'user', 'User', shown.USER, _NOTHING, filter_catalog.USERS.root
)
TOKEN = Resource(
    'o_auth2_access_token',
    'Access Token',
    (
        *shown.identity('o_auth2_access_token', 'Access Token'),
        *access_token.FORM.fields,
        *shown.OF_TOKENS,
    ),
    access_token.FORM,
    filter_catalog.TOKENS.root,
)

#: What the lists are of, by the last part of their path.
LISTS = {
    'organizations': ORGANIZATION,
    'inventories': INVENTORY,
    'constructed_inventories': CONSTRUCTED,
    'input_inventories': dataclasses.replace(
        INVENTORY, form=_NOTHING, attached=True
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
    'users': USER,
    'tokens': TOKEN,
    'personal_tokens': TOKEN,
}

#: What may be written where there are no rows, by the last part of the path.
FORMS = {
    'copy': copy.FORM,
    'host_create': bulk.CREATE,
    'host_delete': bulk.DELETE,
    'host_upsert': bulk.UPSERT,
    'host_patch': bulk.PATCH,
    'host_associate': bulk.ASSOCIATE,
}
