"""Constraints on the choices for all slots of one candidate.

Each constraint has three methods: `start` (False: no choice is possible),
`take` a provider for a slot (False: this choice is impossible, and nothing was
changed), and `give_back`, which undoes a `take`.
"""

import collections

from placement_inv.objects.placement.candidates import matching

#: (free amount, largest unit) of a provider whose capacity is used up.
_NO_STOCK = (0, 0)


def create_all(plan, trees, options):
    """Return the constraints on choices from `options`, in a list."""
    constraints = []
    if not plan.nested_providers:
        constraints.append(OnePerTree(trees.roots))
    granular = [n for n, slot in enumerate(plan.slots) if slot.is_granular]
    if plan.isolate and len(granular) > 1:
        constraints.append(_isolate(granular, options))
    for class_id in plan.contested_classes:
        constraints += _limit_class(
            plan, class_id, trees.stock[class_id], options
        )
    spread = plan.spread_demand
    if spread is not None and len(spread.required_traits):
        constraints.append(Coverage(plan, trees.masks, options))
    return constraints


def _isolate(slots, options):
    choices = {slot: options[slot] for slot in slots}
    return matching.Matching(
        choices, dict.fromkeys(set().union(*choices.values()), 1)
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


class Capacity:
    """No provider gives more of a class than it has free."""

    def __init__(self, amounts, room):
        """`amounts` maps slots, `room` providers to amounts of the class."""
        self._amounts = amounts
        self._left = dict(room)

    def start(self):
        return True

    def take(self, slot, provider):
        amount = self._amounts.get(slot, 0)
        if amount and self._left[provider] < amount:
            return False
        if amount:
            self._left[provider] -= amount
        return True

    def give_back(self, slot, provider):
        if slot in self._amounts:
            self._left[provider] += self._amounts[slot]


class OnePerTree:
    """A candidate uses one provider of a tree only, as before version 1.29."""

    def __init__(self, roots):
        self._roots = roots
        self._providers = collections.defaultdict(list)

    def start(self):
        return True

    def take(self, _slot, provider):
        providers = self._providers[self._roots[provider]]
        if providers and providers[-1] != provider:
            return False
        providers.append(provider)
        return True

    def give_back(self, _slot, provider):
        self._providers[self._roots[provider]].pop()


class Coverage:
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
