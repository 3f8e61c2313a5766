"""A walk through the choices for all slots, depth first."""

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import dead_ends

#: Steps without a result between two checks of budget and patience. After the
#: first one the walk remembers dead ends.
_INTERVAL = 1024


def walk(all_constraints, options, patience, budget=budgets.UNLIMITED):
    """Yield the choices from `options` that all of the constraints allow.

    Each is a tuple of providers, one for each slot. Where the walk ends early,
    `patience` counts that. PERF: few walks need many steps, so that most need
    no memory.
    """
    if not all(constraint.start() for constraint in all_constraints):
        return
    last = len(options) - 1
    choices, steps, due, memory = [], 0, _INTERVAL, dead_ends.NO_MEMORY
    iterators = [iter(options[0])]
    while iterators:
        steps += 1
        if steps >= due:
            budget.check()
            if patience.is_exhausted(steps, steps - due + _INTERVAL):
                return
            due = steps + _INTERVAL
            memory = memory.create(all_constraints, options)
        slot = len(choices)
        provider = next(iterators[-1], None)
        if provider is None:
            iterators.pop()
            memory.leave(slot)
            if choices:
                _give_back(all_constraints, slot - 1, choices.pop())
        elif _take(all_constraints, slot, provider):
            choices.append(provider)
            if slot == last:
                steps, due = 0, _INTERVAL
                memory.count_result()
                yield tuple(choices)
            else:
                steps += memory.steps
                if memory.enter(slot + 1):
                    iterators.append(iter(options[slot + 1]))
                    continue
            _give_back(all_constraints, slot, choices.pop())


def _take(all_constraints, slot, provider):
    for number, constraint in enumerate(all_constraints):
        if not constraint.take(slot, provider):
            for earlier in all_constraints[:number]:
                earlier.give_back(slot, provider)
            return False
    return True


def _give_back(all_constraints, slot, provider):
    for constraint in all_constraints:
        constraint.give_back(slot, provider)
