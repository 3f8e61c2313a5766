"""From demands to selects, and from their rows back to pools of providers."""

import dataclasses

import sqlalchemy as sa

from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import requirements


@dataclasses.dataclass(frozen=True, slots=True)
class PoolSelect:
    """The pools that the rows of one select belong to."""

    demand: requirements.Demand
    #: Numbers of pools; bit n of a row stands for the nth.
    numbers: tuple[int, ...]

    def pools(self, bits):
        """Return the pools that a row with these bits belongs to."""
        if self.demand.is_granular:
            return self.numbers
        return [
            pool
            for position, pool in enumerate(self.numbers)
            if bits >> position & 1
        ]


def selects(plan, number, provider, provider_conditions, extra_columns=()):
    """Yield (PoolSelect, select) pairs that fill the pools of one demand.

    `provider_conditions` are Conditions on the provider. Columns of the
    selects: root, provider, mask, bits (see `capacity_sql`), then
    `extra_columns`.
    """
    demand = plan.demands[number]
    if demand.is_granular:
        pool = plan.pools.index((number, None))
        select = capacity_sql.select_granular(
            demand, provider, provider_conditions, extra_columns
        )
        yield PoolSelect(demand, (pool,)), select
        return
    numbers = [
        plan.pools.index((number, class_id))
        for class_id, _amount in demand.resources
    ]
    size = capacity_sql.CLASSES_PER_SELECT
    parts = capacity_sql.select_spread(
        demand, provider, provider_conditions, extra_columns
    )
    for position, select in enumerate(parts):
        start = position * size
        yield PoolSelect(demand, tuple(numbers[start : start + size])), select


def union(selects):
    """Return one statement for several selects, rows led by its number."""
    return sa.union_all(
        *(
            select.with_only_columns(
                sa.literal_column(str(number)), *select.selected_columns
            )
            for number, select in enumerate(selects)
        )
    )
