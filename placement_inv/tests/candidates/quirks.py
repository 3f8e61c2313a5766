"""Known deviations of the peer from the rules.

Each quirk is a predicate of a `Case`: does it explain the difference? Its
docstring is the explanation.
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
    #: Both are sets of the evaluator's (allocations, mappings) pairs.
    only_peer: frozenset
    only_ours: frozenset

    def groups_without_resources(self):
        return [group for group in self.request.groups if not group.resources]


def is_nested_sharer(case):
    """500 if a provider that is not a root shares its inventory.

    The peer does not read its tree unless another provider of it takes part.
    """
    return case.status == 500 and any(
        provider.shares and provider.parent is not None
        for provider in case.world.providers
    )


def has_summed_amounts(case):
    """Amounts of one candidate leak into the next ones.

    This happens if the unnamed group and another one request the same class
    and `group_policy` is not `none`: amounts are too large, so candidates are
    missing.
    """
    groups = collections.Counter(
        name for group in case.request.groups for name, _ in group.resources
    )
    class_names = [
        name
        for group in case.request.groups
        if not group.suffix
        for name, _ in group.resources
    ]
    return any(groups[name] > 1 for name in class_names) and (
        case.request.isolate or _granular(case.request) == 1
    )


def _granular(request):
    return sum(group.is_granular for group in request.groups)


def has_one_anchor(case):
    """A sharing provider that serves the unnamed group serves one tree only.

    If sharing providers serve all of the unnamed group, and there are other
    groups, the peer finds only one of the trees, and not always the same.
    """
    return (
        not case.only_peer
        and any(not group.suffix for group in case.request.groups)
        and all(_unnamed_is_shared(case, c) for c in case.only_ours)
    )


def _unnamed_is_shared(case, candidate):
    allocations, mappings = candidate
    uuids = dict(mappings).get('')
    if uuids is None:
        uuids = {uuid for uuid, _class, _amount in allocations}
        return any(case.world.by_uuid[uuid].shares for uuid in uuids)
    return all(case.world.by_uuid[uuid].shares for uuid in uuids)


def has_no_required_trait(case):
    """No candidates for a group without resources that requires nothing.

    The peer finds no provider for a group that only forbids traits or
    aggregates, or only names a tree.
    """
    return not case.only_peer and any(
        not group.required_traits and not group.member_of
        for group in case.groups_without_resources()
    )


def ignores_tree(case):
    """`in_tree` of a group without resources is ignored."""
    return any(
        group.in_tree is not None for group in case.groups_without_resources()
    )


ALL = (
    is_nested_sharer,
    has_summed_amounts,
    has_one_anchor,
    has_no_required_trait,
    ignores_tree,
)


def explain(case):
    """Return the name of the quirk that explains a case, or None."""
    for quirk in ALL:
        if quirk(case):
            return quirk.__name__
    return None
