"""Unequal amounts of one class that must fit into the same providers."""

import dataclasses
import functools
import math
import operator

from placement_inv.objects.placement.candidates import requirements

#: Bits of the largest set of sums; larger amounts are compared less exactly.
_MAX_BITS = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """The order in which a walk chooses providers for the slots of a plan."""

    #: The plan with its slots in this order, and without subtrees.
    plan: requirements.Plan
    _numbers: tuple[int, ...]
    _positions: tuple[int, ...]

    def arrange(self, options):
        """Return a list, one item for each slot of the request, in this order.

        The request has at least two slots.
        """
        return list(operator.itemgetter(*self._numbers)(options))

    def restore(self, choice):
        """Return a choice in the order of the request."""
        return operator.itemgetter(*self._positions)(choice)


def largest_first(plan):
    """Return the Order that begins with the slots that are hardest to place.

    None where no class is requested in different amounts. The order in the
    request makes no difference.
    """
    amounts = {
        class_id: [
            amount
            for slot in plan.slots
            for its_class, amount in slot.amounts
            if its_class == class_id
        ]
        for class_id in plan.contested_classes
    }
    if all(len(set(its_amounts)) == 1 for its_amounts in amounts.values()):
        return None
    totals = {
        class_id: sum(its_amounts) for class_id, its_amounts in amounts.items()
    }

    def key(number):
        slot = plan.slots[number]
        shares = [
            amount / totals[class_id]
            for class_id, amount in slot.amounts
            if class_id in totals
        ]
        return -max(shares, default=0), slot.suffix, slot.amounts

    numbers = sorted(range(len(plan.slots)), key=key)
    return Order(
        dataclasses.replace(
            plan,
            slots=tuple(plan.slots[number] for number in numbers),
            subtrees=(),
        ),
        tuple(numbers),
        tuple(sorted(range(len(numbers)), key=numbers.__getitem__)),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Remainder:
    """The amounts that the slots after a certain one still need."""

    total: int
    _least: int
    _unit: int
    #: Bit n: some of the amounts have the sum n units. None: not computed.
    _sums: int | None

    def usable(self, free):
        """Return how much of a free amount these amounts can use at most.

        Free amounts of which the same is usable serve the same amounts.
        """
        if free >= self.total:
            return self.total
        if free < self._least:
            return 0
        if self._sums is None:
            return free
        up_to_free = (2 << free // self._unit) - 1
        return ((self._sums & up_to_free).bit_length() - 1) * self._unit


# PERF: requests repeat, and each tree needs the same.
@functools.lru_cache(maxsize=128)
def remainders(amounts):
    """Return the Remainder of all amounts, of all but the first, and so on."""
    unit = math.gcd(*amounts)
    is_exact = sum(amounts) // unit <= _MAX_BITS
    total, least, sums = 0, 0, 1 if is_exact else None
    from_the_end = [Remainder(total, least, unit, sums)]
    for amount in reversed(amounts):
        total += amount
        least = min(least or amount, amount)
        if is_exact:
            sums |= sums << amount // unit
        from_the_end.append(Remainder(total, least, unit, sums))
    return tuple(reversed(from_the_end))
