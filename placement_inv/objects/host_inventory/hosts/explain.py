"""Why a filter finds a host, or why it does not."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.membership import smart
from placement_inv.smartfilter import documents
from placement_inv.smartfilter import sql
from placement_inv.smartfilter import terms as filter_terms
from placement_inv.smartfilter.sql import observed_values

_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories

#: As many values as are shown of what one term looks at.
_MOST_SEEN = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a filter, its outcome, and what it saw."""

    text: str
    line: int
    column: int
    holds: bool
    #: At most so many values of the host, of related rows or of documents.
    seen: tuple[Any, ...]
    #: Whether there is more to see.
    more: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Membership:
    """A host and a smart inventory."""

    inventory_id: int
    contained: bool
    same_organization: bool
    #: Whether the host goes with its own inventory.
    being_deleted: bool
    #: The id of an older host of the same name that is contained instead.
    behind: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """What a filter says of one host, term by term."""

    host_id: int
    host_filter: host_filters.HostFilter
    canonical: str
    terms: tuple[Term, ...]
    verdict: filter_terms.Verdict
    #: None where a filter was given, and no inventory.
    membership: Membership | None


@transactions.reader
def explain_filter(ctx, key, host_filter):
    """Explain what a filter says of the host that a key names."""
    host_id = rows.find_id(ctx, _hosts, key, host.MODEL)
    return _explain(ctx, host_id, host_filter, None)


@transactions.reader
def explain_inventory(ctx, key, inventory_key, hides_pending=False):
    """Explain why a host is in a smart inventory, or why it is not."""
    host_id = rows.find_id(ctx, _hosts, key, host.MODEL)
    try:
        inventory = membership.find_inventory(
            ctx, inventory_key, hides_pending=hides_pending
        )
    except errors.NoMatch as error:
        raise errors.NoSuchInventory(
            id=rows.format_key(inventory_key)
        ) from error
    if not inventory_kinds.KINDS[inventory.kind].is_filtered:
        raise errors.NotSmart()
    found = _membership(ctx, host_id, inventory)
    return _explain(ctx, host_id, inventory.host_filter, found)


def _explain(ctx, host_id, host_filter, found):
    resolved = host_filters.resolve(host_filter)
    terms = filter_terms.terms(resolved)
    truths = _truths(ctx, host_id, resolved, [node for _term, node in terms])
    seen = _observe(ctx, host_id, resolved, [node for _term, node in terms])
    return Explanation(
        host_id,
        host_filter,
        host_filters.to_canonical_text(resolved),
        tuple(
            _term(resolved, term, *outcome)
            for (term, _node), *outcome in zip(
                terms, truths, seen, strict=True
            )
        ),
        filter_terms.evaluate(resolved, truths),
        found,
    )


def _term(resolved, term, holds, seen):
    term_filter = dataclasses.replace(resolved.source, root=term)
    return Term(
        smartfilter.to_text(term_filter),
        term.place.line,
        term.place.column,
        holds,
        tuple(seen[:_MOST_SEEN]),
        len(seen) > _MOST_SEEN,
    )


def _truths(ctx, host_id, resolved, nodes):
    """Return what each term says, as the databases's own conditions do."""
    columns = [
        sa.case(
            (
                sql.condition(
                    dataclasses.replace(resolved, root=node), few=True
                ),
                1,
            ),
            else_=0,
        )
        for node in nodes
    ]
    row = ctx.connection.execute(
        sa.select(*columns).where(_hosts.c.id == host_id)
    ).one()
    return [bool(holds) for holds in row]


def _observe(ctx, host_id, resolved, nodes):
    """Return the values that each term looks at, one more than is shown."""
    looks = [_looks(resolved, node) for node in nodes]
    places = {sight.key: sight for look in looks for sight, _steps in look}
    numbers = {key: number for number, key in enumerate(places)}
    values = [[] for _place in places]
    for select, read in observed_values.selects(
        list(places.values()),
        _hosts,
        host_id,
        _MOST_SEEN + 1,
        ctx.connection.dialect.name,
    ):
        for number, value in ctx.connection.execute(select):
            values[number].append(read(number, value))
    return [
        [
            value
            for sight, steps in look
            for seen in values[numbers[sight.key]]
            for value in ([seen] if steps is None else _value_at(seen, steps))
        ]
        for look in looks
    ]


def _looks(resolved, node):
    """Return (sight, steps into a document or None) of a term, each once."""
    observations = {}
    for test in filter_terms.tests(node):
        for sight in observed_values.list_observations(test, resolved.catalog):
            steps = getattr(test, 'steps', None)
            # A term that looks at a list and into it has seen it all.
            observations.setdefault(sight.key, (sight, steps))
    return list(observations.values())


def _value_at(document, steps):
    return documents.find(document, steps)


def _membership(ctx, host_id, inventory):
    own = ctx.connection.execute(
        sa.select(
            _inventories.c.organization_id, _inventories.c.pending_deletion
        )
        .join(_hosts)
        .where(_hosts.c.id == host_id)
    ).one()
    found, conditions = smart.match_conditions(inventory)
    name = sa.select(_hosts.c.name).where(_hosts.c.id == host_id)
    oldest = ctx.connection.execute(
        sa.select(sa.func.min(found.c.id)).where(
            found.c.name == name.scalar_subquery(), *conditions
        )
    ).scalar_one()
    is_found = ctx.connection.execute(
        sa.select(found.c.id).where(found.c.id == host_id, *conditions)
    ).scalar()
    return Membership(
        inventory.id,
        contained=oldest == host_id,
        same_organization=own.organization_id == inventory.organization_id,
        being_deleted=own.pending_deletion,
        behind=oldest if is_found and oldest != host_id else None,
    )
