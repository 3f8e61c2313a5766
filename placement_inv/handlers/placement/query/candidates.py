"""Parses the query of `GET /allocation_candidates`."""

import re

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import limits
from placement_inv.handlers.placement.query import parameters
from placement_inv.objects.placement.candidates import request

_WORDS = ('resources', 'required', 'member_of', 'in_tree')
_WORD = f'({"|".join(_WORDS)})'
_NUMBERED_GROUP = re.compile(f'{_WORD}([1-9][0-9]*)?')
_NAMED_GROUP = re.compile(f'{_WORD}([a-zA-Z0-9_-]{{1,64}})?')


def parse(query, capabilities):
    """Return the Request of a query.

    `query` maps the names of parameters to the lists of their values, in
    their order: {'resources': ['VCPU:1'], 'member_of1': ['…', '…']}. It
    satisfies the schema of its version; `capabilities` are those of the
    version. Raises a class of `errors`.
    """
    groups = _parse_groups(query, capabilities)
    same_subtrees = parameters.parse_same_subtree(
        query.get('same_subtree', ())
    )
    root_required, root_forbidden = parameters.parse_root_required(
        query.get('root_required', ())
    )
    _check_groups(groups, same_subtrees, capabilities)
    _check_policy(groups, query)
    policy = parameters.first_value(query, 'group_policy')
    return request.Request(
        groups=groups,
        isolate=policy == 'isolate',
        same_subtrees=same_subtrees,
        root_required=root_required,
        root_forbidden=root_forbidden,
        limit=parameters.parse_limit(query),
        capabilities=capabilities,
    )


def _parse_groups(query, capabilities):
    """Return the groups in the order in which the query names them."""
    pattern = _NAMED_GROUP if capabilities.named_groups else _NUMBERED_GROUP
    suffixes = {}
    for key in query:
        match = pattern.fullmatch(key)
        if match:
            suffixes[match.group(2) or ''] = None
    limits.check(len(suffixes), 'groups', limits.MAX_GROUPS)
    return tuple(
        _parse_group(query, suffix, capabilities) for suffix in suffixes
    )


def _parse_group(query, suffix, capabilities):
    values = {word: query.get(word + suffix, ()) for word in _WORDS}
    resources = parameters.parse_resources(values['resources'])
    required_traits, forbidden_traits = parameters.parse_required(
        values['required'], capabilities
    )
    member_of, not_member_of = parameters.parse_member_of(
        values['member_of'], capabilities, suffix
    )
    return request.RequestGroup(
        suffix=suffix,
        resources=resources,
        required_traits=required_traits,
        forbidden_traits=forbidden_traits,
        member_of=member_of,
        not_member_of=not_member_of,
        in_tree=parameters.parse_in_tree(values['in_tree']),
    )


def _check_groups(groups, same_subtrees, capabilities):
    if capabilities.same_subtree:
        _check_subtrees(groups, same_subtrees)
    else:
        _check_orphans(groups)
    if capabilities.forbidden_traits:
        _check_conflicts(groups)
    for group in groups:
        limits.check(
            len(group.required_traits), 'required traits', limits.MAX_REQUIRED
        )
    limits.check(
        sum(map(_count_names, groups)),
        'resources, traits and sets of aggregates',
        limits.MAX_NAMES,
    )
    limits.check_aggregates(
        aggregates
        for group in groups
        for aggregates in (*group.member_of, group.not_member_of)
    )


def _check_subtrees(groups, same_subtrees):
    suffixes = [group.suffix for group in groups]
    resourceless = [group.suffix for group in groups if not group.resources]
    if len(resourceless) == len(groups):
        raise errors.NoResources()
    suffixes_of_subtrees = frozenset().union(*same_subtrees)
    outside = [
        suffix for suffix in resourceless if suffix not in suffixes_of_subtrees
    ]
    if outside:
        raise errors.ResourcelessOutsideSubtree(suffixes=outside)
    unknown = sorted(suffixes_of_subtrees.difference(suffixes))
    if unknown:
        raise errors.UnknownSuffix(unknown=unknown, suffixes=suffixes)


def _check_orphans(groups):
    empty = [group for group in groups if not group.resources]
    keys = [
        f'required{group.suffix}' for group in empty if group.required_traits
    ]
    if keys:
        raise errors.OrphanedTraits(keys=', '.join(keys))
    keys = [
        f'member_of{group.suffix}'
        for group in empty
        if group.member_of or group.not_member_of
    ]
    if keys:
        raise errors.OrphanedMemberOf(keys=', '.join(keys))
    if empty:
        raise errors.GroupWithoutResources()
    if not groups:
        raise errors.NoGroups()


def _check_conflicts(groups):
    keys = sorted(
        f'required{group.suffix}: ({", ".join(sorted(traits))})'
        for group in groups
        for traits in group.required_traits
        if traits <= group.forbidden_traits
    )
    if keys:
        raise errors.ConflictingTraits(keys=', '.join(keys))


def _check_policy(groups, query):
    granular = [group for group in groups if group.is_granular]
    if len(granular) > 1 and not query.get('group_policy'):
        raise errors.GroupPolicyMissing()


def _count_names(group):
    names = (
        group.resources,
        group.forbidden_traits,
        *group.required_traits,
        # Each set of aggregates counts as one name.
        group.member_of,
    )
    return sum(map(len, names)) + bool(group.not_member_of)
