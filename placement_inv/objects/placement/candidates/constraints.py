"""The constraints on the choices for all slots of one candidate."""

import bisect
import collections

from placement_inv.objects.placement.candidates import constraint
from placement_inv.objects.placement.candidates import matching
from placement_inv.objects.placement.candidates import packing

#: (free amount, largest unit) of a provider whose capacity is used up.
_NO_STOCK = (0, 0)


def create_all(plan, trees, options):
    """Return the constraints on choices from `options`, in a list."""
    constraints = []
    if not plan.nested_providers:
        constraints.append(OnePerTree(trees.roots))
    granular = [n for n, slot in enumerate(plan.slots) if slot.is_granular]
    if plan.isolate and len(granular) > 1:
        constraints.append(
            matching.Isolation({slot: options[slot] for slot in granular})
        )
    for class_id in plan.contested_classes:
        constraints += _limit_class(
            plan, class_id, trees.stock[class_id], options
        )
    spread = plan.spread_demand
    if spread is not None and len(spread.required_traits):
        constraints.append(Coverage(plan, trees.masks, options))
    return constraints


def have_unequal_amounts(all_constraints):
    """Tell whether several slots compete with different amounts of a class."""
    return any(
        isinstance(each, Capacity) and each.has_unequal_amounts
        for each in all_constraints
    )


def _limit_class(plan, class_id, stock, options):
    """Return the constraints on a class that several slots take from."""
    amounts = {
        number: dict(slot.amounts)[class_id]
        for number, slot in enumerate(plan.slots)
        if class_id in dict(slot.amounts)
    }
    providers = set().union(*(options[slot] for slot in amounts))
    # The amounts of one candidate at a provider are one allocation, which must
    # not exceed the largest unit either.
    room = {p: min(stock.get(p, _NO_STOCK)) for p in providers}
    total = sum(amounts.values())
    if all(total <= amount for amount in room.values()):
        return []
    least = min(amounts.values())
    choices = {slot: options[slot] for slot in amounts}
    limits = {provider: room[provider] // least for provider in providers}
    return [Capacity(amounts, room), matching.Matching(choices, limits)]


class Capacity(constraint.Constraint):
    """No provider gives more of a class than it has free.

    No choice is made after which the free amounts are too small, or too
    scattered, for the amounts that the remaining slots need.
    """

    def __init__(self, amounts, room):
        """`amounts` maps slots, `room` providers to amounts of the class."""
        self._amounts = amounts
        self._left = dict(room)
        #: By slot, the Remainder of it and all later ones. Empty where all
        #: amounts are equal: a matching is exact then.
        self._remainders = _find_remainders(amounts)

    @property
    def has_unequal_amounts(self):
        return bool(self._remainders)

    def start(self):
        return not self._remainders or self._has_room_for(self._remainders[0])

    def take(self, slot, provider):
        amount = self._amounts.get(slot)
        if amount is None:
            return True
        if self._left[provider] < amount:
            return False
        self._left[provider] -= amount
        if not self._remainders or self._has_room_for(
            self._remainders[slot + 1]
        ):
            return True
        self._left[provider] += amount
        return False

    def _has_room_for(self, remainder):
        """Tell whether the usable parts of free amounts suffice in total."""
        missing = remainder.total
        for free in self._left.values():
            missing -= remainder.usable(free)
            if missing <= 0:
                return True
        return missing <= 0

    def give_back(self, slot, provider):
        if slot in self._amounts:
            self._left[provider] += self._amounts[slot]

    def state_of(self, provider, slot):
        free = self._left.get(provider)
        if free is None or not self._remainders:
            return free
        last = len(self._remainders) - 1
        return self._remainders[min(slot, last)].usable(free)


def _find_remainders(amounts):
    """Return a list: the Remainder of each slot and all later ones.

    It ends with the first slot that has no later one. Empty where all amounts
    are equal.
    """
    if len(set(amounts.values())) == 1:
        return []
    slots = sorted(amounts)
    remainders = packing.remainders(tuple(amounts[slot] for slot in slots))
    return [
        remainders[bisect.bisect_left(slots, slot)]
        for slot in range(slots[-1] + 2)
    ]


class OnePerTree(constraint.Constraint):
    """A candidate uses one provider of a tree only, as before version 1.29."""

    def __init__(self, roots):
        self._roots = roots
        self._providers = collections.defaultdict(list)

    def take(self, _slot, provider):
        providers = self._providers[self._roots[provider]]
        if providers and providers[-1] != provider:
            return False
        providers.append(provider)
        return True

    def give_back(self, _slot, provider):
        self._providers[self._roots[provider]].pop()

    def kind_of(self, provider):
        return self._roots[provider]

    def state_of(self, provider, _slot):
        providers = self._providers.get(self._roots[provider])
        return providers[-1] == provider if providers else None


class Coverage(constraint.Constraint):
    """The providers of the group without suffix have its traits together."""

    def __init__(self, plan, masks, options):
        self._masks = masks
        self._all = plan.spread_demand.all_traits
        self._spread = [not slot.is_granular for slot in plan.slots]
        self._masks_so_far = [0]
        self._masks_ahead = self._look_ahead(options)

    def _look_ahead(self, options):
        """Return, slot by slot, the masks that the later slots can add."""
        ahead = [{0}]
        for spread, providers in zip(
            reversed(self._spread), reversed(options), strict=True
        ):
            if spread:
                own = {self._masks[provider] for provider in providers}
                ahead.append(_largest(a | b for a in ahead[-1] for b in own))
            else:
                ahead.append(ahead[-1])
        return ahead[::-1]

    def start(self):
        return self._all in self._masks_ahead[0]

    def take(self, slot, provider):
        if not self._spread[slot]:
            return True
        mask = self._masks_so_far[-1] | self._masks[provider]
        if all(
            mask | more != self._all for more in self._masks_ahead[slot + 1]
        ):
            return False
        self._masks_so_far.append(mask)
        return True

    def give_back(self, slot, _provider):
        if self._spread[slot]:
            self._masks_so_far.pop()

    def kind_of(self, provider):
        return self._masks.get(provider)

    def state(self):
        return self._masks_so_far[-1]


def _largest(masks):
    """Return the masks that no other mask contains."""
    different_masks = set(masks)
    return {
        mask
        for mask in different_masks
        if not any(
            mask != other and mask | other == other
            for other in different_masks
        )
    }
