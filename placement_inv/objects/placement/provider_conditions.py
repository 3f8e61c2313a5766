"""Conditions on providers that lists and candidates share.

Builders only. `provider_id` is the expression that identifies the provider;
the table is an argument, since a select may need an alias of its own.
"""

import sqlalchemy as sa

from placement_inv.db import dialects


def has_trait(provider_traits, provider_id, trait_ids):
    """Return the condition that a row gives a provider one of the traits.

    `trait_ids` is a list of ids or a select of them.
    """
    return sa.and_(
        provider_traits.c.resource_provider_id == provider_id,
        provider_traits.c.trait_id.in_(trait_ids),
    )


def is_member(memberships, provider_id, aggregate_ids):
    """Return the condition that a row makes a provider a member of one.

    `aggregate_ids` is a list of any number of ids or a select of them.
    """
    return sa.and_(
        memberships.c.resource_provider_id == provider_id,
        dialects.has_one_of_ids(memberships.c.aggregate_id, aggregate_ids),
    )
