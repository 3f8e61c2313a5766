"""The catalog entities of users and of their tokens."""

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.filter_catalog import parts

_users = tables.access.api_users
_tokens = tables.access.access_tokens


def _entity(name, model, table, search, *steps):
    return smartfilter.Entity(
        name,
        model,
        table,
        (
            *parts.fields(table, 'id', search),
            parts.field('created', table.c.created_at),
            parts.field('modified', table.c.updated_at),
            *steps,
        ),
        search=(search,),
        aliases={'pk': 'id'},
    )


USER = _entity(
    'user',
    'User',
    _users,
    'username',
    # Without it, a filter on the password would be an unknown field; with it,
    # the answer says that it is forbidden.
    smartfilter.Field('password', smartfilter.Kind.TEXT, sensitive=True),
)

# The secret of a token is no field, so no filter can search for it.
TOKEN = _entity(
    'o_auth2_access_token',
    'OAuth2AccessToken',
    _tokens,
    'description',
    *parts.fields(_tokens, 'scope'),
    parts.field('expires', _tokens.c.expires_at),
    smartfilter.Relation(
        'user', 'user', parts.by_columns('user_id', _users, 'id')
    ),
)
