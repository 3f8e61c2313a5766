"""The body of an entry of the change record."""

from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.columns import secrets

#: {type of an object: last part of the path of its list}.
_NOUNS = {
    'organization': 'organizations',
    'inventory': 'inventories',
    'host': 'hosts',
    'group': 'groups',
    'inventory_source': 'inventory_sources',
    'inventory_update': 'inventory_updates',
    'o_auth2_access_token': 'tokens',
    'team': 'teams',
    'user': 'users',
}


def row(req, entry):
    """Return the body of an entry, in the format of AWX's activity stream."""
    things = [
        (entry.object_type, entry.object_id, entry.object_name),
        (entry.other_type, entry.other_id, entry.other_name),
    ]
    related_urls, summaries = {}, {}
    for kind, row_id, name in things:
        if row_id is not None:
            place = urls.url(req, _NOUNS[kind], row_id)
            related_urls.setdefault(kind, []).append(place)
            summaries.setdefault(kind, []).append({'id': row_id, 'name': name})
    actor = {'username': entry.actor, 'first_name': '', 'last_name': ''}
    if entry.actor_id is not None:
        actor['id'] = entry.actor_id
        related_urls['actor'] = urls.url(req, 'users', entry.actor_id)
    return {
        'id': entry.id,
        'type': 'activity_stream',
        'url': urls.url(req, 'activity_stream', entry.id),
        'related': related_urls,
        'summary_fields': {**summaries, 'actor': actor},
        'timestamp': base_representation.moment(entry.created_at),
        'operation': entry.operation,
        # Entries of earlier releases contain secrets, or digests of them.
        'changes': secrets.hide_changes(entry.changes),
        'object1': entry.object_type,
        'object2': entry.other_type,
        'object_association': entry.association,
        'action_node': '',
        'object_type': '',
        'request_id': entry.request_id,
        'inventory': entry.host_inventory_id,
    }
