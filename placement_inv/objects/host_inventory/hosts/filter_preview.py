"""The hosts that a smart inventory would contain with a given filter."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.membership import smart
from placement_inv.objects.host_inventory.tenancy import statement_limits

_organizations = tables.host_inventory.organizations
_hosts = tables.host_inventory.hosts

#: The most hidden hosts that a preview lists.
_MAX_HIDDEN = 25


@dataclasses.dataclass(frozen=True, slots=True)
class HiddenHost:
    """A match that is left out because an older match has its name."""

    id: int
    name: str
    inventory_id: int
    #: The id of the older match.
    older_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """The result of a filter: one page of hosts, and hidden matches."""

    host_filter: host_filters.HostFilter
    canonical: str
    page: list_page.Page
    #: The number of hidden matches, and the first of them.
    hidden_count: int
    hidden: tuple[HiddenHost, ...]


@transactions.reader
def get(ctx, host_filter, organization, query):
    """Return the Preview of a filter in an organization.

    `organization` is a key, None for all organizations. Raises
    HostFilterRequired, NoSuchOrganization or FilterTooExpensive, and raises
    as `host_filter.resolve` does.
    """
    if not host_filter.text:
        raise errors.HostFilterRequired()
    resolved_filter = host_filters.resolve(host_filter)
    scope = smart.EVERYWHERE
    if organization is not None:
        scope = _organization_id(ctx, organization)
    inventory = membership.InventoryRef(
        0,
        inventory_kinds.SMART.word,
        host_filter,
        scope,
        query.hides_pending,
        ctx.access if scope is smart.EVERYWHERE else None,
    )
    result = smart.count_matches_of(ctx, inventory)
    return Preview(
        host_filter,
        host_filters.to_canonical_text(resolved_filter),
        host.page_of_ref(ctx, inventory, query),
        result.hidden,
        _find_hidden(ctx, inventory) if result.hidden else (),
    )


def _organization_id(ctx, key):
    try:
        return rows.find_id(ctx, _organizations, key, 'Organization')
    except errors.NoMatch as error:
        raise errors.NoSuchOrganization(id=rows.format_key(key)) from error


def _find_hidden(ctx, inventory):
    matches, conditions = smart.match_conditions(inventory)
    oldest = (
        sa.select(matches.c.name, sa.func.min(matches.c.id).label('id'))
        .where(*conditions)
        .group_by(matches.c.name)
        .having(sa.func.count() > 1)
        .subquery()
    )
    matches, conditions = smart.match_conditions(inventory)
    select = (
        sa.select(
            matches.c.id,
            matches.c.name,
            matches.c.host_inventory_id,
            oldest.c.id,
        )
        .join_from(matches, oldest, matches.c.name == oldest.c.name)
        .where(matches.c.id != oldest.c.id, *conditions)
        .order_by(matches.c.name, matches.c.id)
        .limit(_MAX_HIDDEN)
    )
    # The matches have the conditions of the caller.
    hidden = ctx.connection.execute(statement_limits.mark(select))
    return tuple(HiddenHost(*row) for row in hidden)
