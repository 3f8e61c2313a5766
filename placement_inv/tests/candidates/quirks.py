"""What is known of the peer's answers that differ from the rules.

Each quirk is a function of a `Case` that tells whether it explains the
difference; its docstring is the explanation.
"""

import collections
import dataclasses

from placement_inv.objects.placement.candidates import request as values
from placement_inv.tests.candidates import world as worlds


@dataclasses.dataclass(frozen=True)
class Case:
    """One request, and the candidates that only one side has."""

    world: worlds.World
    request: values.Request
    status: int
    #: Both are sets of (allocations, mappings) pairs, as the evaluator's.
    only_peer: frozenset
    only_ours: frozenset

    def groups_without_resources(self):
        return [group for group in self.request.groups if not group.resources]


def nested_sharer(case):
    """500 where a provider that is not a root shares its inventory.

    Its own tree is not read unless something else in it takes part.
    """
    return case.status == 500 and any(
        provider.shares and provider.parent is not None
        for provider in case.world.providers
    )


def amounts_add_up(case):
    """Amounts of one candidate leak into the next ones.

    So it is where the unnamed group and another one ask for the same class,
    and `group_policy` is not `none`: amounts are too large, and candidates
    are missing because of them.
    """
    groups = collections.Counter(
        name for group in case.request.groups for name, _ in group.resources
    )
    unnamed = [
        name
        for group in case.request.groups
        if not group.suffix
        for name, _ in group.resources
    ]
    return any(groups[name] > 1 for name in unnamed) and (
        case.request.isolate or _granular(case.request) == 1
    )


def _granular(request):
    return sum(group.is_granular for group in request.groups)


def one_anchor(case):
    """A sharing provider that serves the unnamed group serves one tree only.

    Where sharing providers serve all of the unnamed group, and other groups
    are there too, only one of the trees is found, and not always the same.
    """
    return (
        not case.only_peer
        and any(not group.suffix for group in case.request.groups)
        and all(_unnamed_is_shared(case, c) for c in case.only_ours)
    )


def _unnamed_is_shared(case, candidate):
    allocations, mappings = candidate
    served = dict(mappings).get('')
    if served is None:
        served = {uuid for uuid, _class, _amount in allocations}
        return any(case.world.by_uuid[uuid].shares for uuid in served)
    return all(case.world.by_uuid[uuid].shares for uuid in served)


def nothing_required(case):
    """No candidates for a group without resources that requires nothing.

    A group that only forbids traits or aggregates, or only names a tree, is
    served by nobody.
    """
    return not case.only_peer and any(
        not group.required_traits and not group.member_of
        for group in case.groups_without_resources()
    )


def tree_is_ignored(case):
    """`in_tree` of a group without resources is ignored."""
    return any(
        group.in_tree is not None for group in case.groups_without_resources()
    )


ALL = (
    nested_sharer,
    amounts_add_up,
    one_anchor,
    nothing_required,
    tree_is_ignored,
)


def explain(case):
    """Return the name of the quirk that explains a case; None without one."""
    for quirk in ALL:
        if quirk(case):
            return quirk.__name__
    return None
