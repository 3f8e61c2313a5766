"""An entry of the change record as bodies show it."""

from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import urls

#: Where rows are, by the words that entries have for them.
_NOUNS = {
    'organization': 'organizations',
    'inventory': 'inventories',
    'host': 'hosts',
    'group': 'groups',
    'inventory_source': 'inventory_sources',
    'inventory_update': 'inventory_updates',
    'o_auth2_access_token': 'tokens',
}


def row(req, shown):
    """Return an entry, as AWX shows those of its activity stream."""
    things = [
        (shown.object_type, shown.object_id, shown.object_name),
        (shown.other_type, shown.other_id, shown.other_name),
    ]
    related, summaries = {}, {}
    for kind, row_id, name in things:
        if row_id is not None:
            place = urls.url(req, _NOUNS[kind], row_id)
            related.setdefault(kind, []).append(place)
            summaries.setdefault(kind, []).append({'id': row_id, 'name': name})
    actor = {'username': shown.actor, 'first_name': '', 'last_name': ''}
    if shown.actor_id is not None:
        actor['id'] = shown.actor_id
        related['actor'] = urls.url(req, 'users', shown.actor_id)
    return {
        'id': shown.id,
        'type': 'activity_stream',
        'url': urls.url(req, 'activity_stream', shown.id),
        'related': related,
        'summary_fields': {**summaries, 'actor': actor},
        'timestamp': base_representation.moment(shown.created_at),
        'operation': shown.operation,
        'changes': shown.changes,
        'object1': shown.object_type,
        'object2': shown.other_type,
        'object_association': shown.association,
        'action_node': '',
        'object_type': '',
        'request_id': shown.request_id,
        'inventory': shown.host_inventory_id,
    }
