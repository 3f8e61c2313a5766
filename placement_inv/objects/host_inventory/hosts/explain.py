"""Explains why a filter matches a host, or why it does not."""

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
from placement_inv.objects.host_inventory.tenancy import statement_limits
from placement_inv.smartfilter import documents
from placement_inv.smartfilter import sql
from placement_inv.smartfilter import terms as filter_terms
from placement_inv.smartfilter.sql import observed_values

_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories

#: The most values that an explanation contains for one term.
_MAX_VALUES = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a filter, its result, and the values it compared."""

    text: str
    line: int
    column: int
    holds: bool
    #: The first values: of the host, of related rows or of documents.
    values: tuple[Any, ...]
    #: Whether there are more values.
    more: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Membership:
    """The relation between a host and a smart inventory."""

    inventory_id: int
    is_member: bool
    is_in_same_organization: bool
    #: Whether the host's own inventory is pending deletion.
    is_pending: bool
    #: The id of an older match of the same name, which is a member instead.
    older_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """The result of a filter for one host, term by term."""

    host_id: int
    host_filter: host_filters.HostFilter
    canonical: str
    terms: tuple[Term, ...]
    verdict: filter_terms.Verdict
    #: None for a filter that does not belong to an inventory.
    membership: Membership | None


@transactions.reader
def explain_filter(ctx, key, host_filter):
    """Return the Explanation of a filter for the host of a key.

    Raises NoMatch without such a host; raises as `host_filter.resolve` does.
    """
    host_id = rows.find_id(ctx, _hosts, key, host.MODEL)
    return _explain(ctx, host_id, host_filter, None)


@transactions.reader
def explain_inventory(ctx, key, inventory_key, hides_pending=False):
    """Return the Explanation of a smart inventory's filter for a host.

    Raises NoMatch, NoSuchInventory, or NotSmart for another kind.
    """
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
    return _explain(
        ctx,
        host_id,
        inventory.host_filter,
        _find_membership(ctx, host_id, inventory),
    )


def _explain(ctx, host_id, host_filter, host_membership):
    resolved_filter = host_filters.resolve(host_filter)
    terms = filter_terms.list_terms(resolved_filter)
    nodes = [node for _term, node in terms]
    results = _evaluate(ctx, host_id, resolved_filter, nodes)
    values = _find_values(ctx, host_id, resolved_filter, nodes)
    return Explanation(
        host_id,
        host_filter,
        host_filters.to_canonical_text(resolved_filter),
        tuple(
            _term(resolved_filter, term, holds, values_of_term)
            for (term, _node), holds, values_of_term in zip(
                terms, results, values, strict=True
            )
        ),
        filter_terms.evaluate(resolved_filter, results),
        host_membership,
    )


def _term(resolved_filter, term, holds, values):
    term_filter = dataclasses.replace(resolved_filter.source, root=term)
    return Term(
        smartfilter.to_text(term_filter),
        term.place.line,
        term.place.column,
        holds,
        tuple(values[:_MAX_VALUES]),
        len(values) > _MAX_VALUES,
    )


def _evaluate(ctx, host_id, resolved_filter, nodes):
    """Return whether each term holds, evaluated by the database."""
    columns = [
        sa.case(
            (
                sql.condition(
                    dataclasses.replace(resolved_filter, root=node), few=True
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


def _find_values(ctx, host_id, resolved_filter, nodes):
    """Return a list of values for each term, with one more than is shown."""
    observations_of_terms = [
        _list_observations(resolved_filter, node) for node in nodes
    ]
    # Terms that compare the same values share one observation.
    observations = {
        observation.key: observation
        for observations_of_term in observations_of_terms
        for observation, _steps in observations_of_term
    }
    numbers = {key: number for number, key in enumerate(observations)}
    values = [[] for _observation in observations]
    for select, read in observed_values.selects(
        list(observations.values()),
        _hosts,
        host_id,
        _MAX_VALUES + 1,
        ctx.connection.dialect.name,
    ):
        # They are values of the host, which the caller reads.
        for number, value in ctx.connection.execute(
            statement_limits.mark(select)
        ):
            values[number].append(read(number, value))
    return [
        [
            value
            for observation, steps in observations_of_term
            for whole in values[numbers[observation.key]]
            for value in (
                [whole] if steps is None else documents.find(whole, steps)
            )
        ]
        for observations_of_term in observations_of_terms
    ]


def _list_observations(resolved_filter, node):
    """Return (observation, steps into a document or None) pairs of a term.

    Each observation occurs once.
    """
    observations = {}
    for test in filter_terms.list_tests(node):
        for observation in observed_values.list_observations(
            test, resolved_filter.catalog
        ):
            steps = getattr(test, 'steps', None)
            # The first test of a list covers the tests of its items.
            observations.setdefault(observation.key, (observation, steps))
    return list(observations.values())


def _find_membership(ctx, host_id, inventory):
    own = ctx.connection.execute(
        sa.select(
            _inventories.c.organization_id, _inventories.c.pending_deletion
        )
        .join(_hosts)
        .where(_hosts.c.id == host_id)
    ).one()
    matches, conditions = smart.match_conditions(inventory)
    name = sa.select(_hosts.c.name).where(_hosts.c.id == host_id)
    oldest_id = ctx.connection.execute(
        sa.select(sa.func.min(matches.c.id)).where(
            matches.c.name == name.scalar_subquery(), *conditions
        )
    ).scalar_one()
    is_match = ctx.connection.execute(
        sa.select(matches.c.id).where(matches.c.id == host_id, *conditions)
    ).scalar()
    return Membership(
        inventory.id,
        is_member=oldest_id == host_id,
        is_in_same_organization=(
            own.organization_id == inventory.organization_id
        ),
        is_pending=own.pending_deletion,
        older_id=oldest_id if is_match and oldest_id != host_id else None,
    )
