"""From the parameters of a query to the request they mean."""

import re

from placement_inv.objects.placement.candidates import errors
from placement_inv.objects.placement.candidates import query_values
from placement_inv.objects.placement.candidates import request

_WORDS = '(resources|required|member_of|in_tree)'
_NUMBERED = re.compile(f'{_WORDS}([1-9][0-9]*)?')
_NAMED = re.compile(f'{_WORDS}([a-zA-Z0-9_-]{{1,64}})?')

#: More than any client asks for; what the databases' statements bear.
_MAX_GROUPS = 100
_MAX_NAMES = 500
_MAX_REQUIRED = 60
#: Larger limits are no limit to speak of.
_MAX_LIMIT_DIGITS = 9


def parse(query, edition):
    """Return the Request that `query` means in an edition of the API.

    `query` maps the names of parameters to the lists of their values, as
    they came: {'resources': ['VCPU:1'], 'member_of1': ['…', '…']}.
    """
    groups = _groups(query, edition)
    same_subtrees = _same_subtrees(query)
    required, forbidden = _root_traits(query)
    _check_groups(groups, same_subtrees, edition)
    _check_policy(groups, query)
    return request.Request(
        groups=groups,
        isolate=_first(query, 'group_policy') == 'isolate',
        same_subtrees=same_subtrees,
        root_required=required,
        root_forbidden=forbidden,
        limit=_limit(query),
        edition=edition,
    )


def _groups(query, edition):
    """Return the groups in the order in which the query names them."""
    pattern = _NAMED if edition.named_groups else _NUMBERED
    suffixes = {}
    for key in query:
        match = pattern.fullmatch(key)
        if match:
            suffixes[match.group(2) or ''] = None
    _bound(len(suffixes), 'groups', _MAX_GROUPS)
    return tuple(_group(query, suffix, edition) for suffix in suffixes)


def _group(query, suffix, edition):
    # Where a parameter that must not repeat does, the last one counts.
    resources = [
        query_values.resources(value)
        for value in query.get('resources' + suffix, ())
    ]
    in_tree = query.get('in_tree' + suffix)
    required, forbidden = _traits(query.get('required' + suffix, ()), edition)
    member_of, not_member_of = _aggregates(
        query.get('member_of' + suffix, ()), suffix, edition
    )
    return request.RequestGroup(
        suffix=suffix,
        resources=resources[-1] if resources else (),
        required=required,
        forbidden=forbidden,
        member_of=member_of,
        not_member_of=not_member_of,
        in_tree=query_values.tree(in_tree[-1]) if in_tree else None,
    )


def _traits(values, edition):
    if not edition.any_traits:
        values = values[-1:]
    required, forbidden = {}, frozenset()
    for value in values:
        needed, unwanted = query_values.traits(value, edition)
        required.update(dict.fromkeys(needed))
        forbidden |= unwanted
    return tuple(required), forbidden


def _aggregates(values, suffix, edition):
    if len(values) > 1 and not edition.repeated_member_of:
        raise errors.RepeatedMemberOf(suffix=suffix)
    member_of, not_member_of = [], frozenset()
    for value in values:
        wanted, unwanted = query_values.aggregates(value)
        if unwanted and not edition.forbidden_aggregates:
            raise errors.ForbiddenAggregateTooEarly(suffix=suffix)
        if wanted:
            member_of.append(wanted)
        not_member_of |= unwanted
    return tuple(dict.fromkeys(member_of)), not_member_of


def _same_subtrees(query):
    return tuple(
        query_values.suffixes(value) for value in query.get('same_subtree', ())
    )


def _root_traits(query):
    values = query.get('root_required', ())
    if len(values) > 1:
        raise errors.RepeatedRootRequired()
    if not values:
        return frozenset(), frozenset()
    required, forbidden = query_values.root_traits(values[0])
    if required & forbidden:
        raise errors.ConflictingRootTraits(
            traits=', '.join(sorted(required & forbidden))
        )
    return required, forbidden


def _limit(query):
    text = _first(query, 'limit')
    if text is None or len(text) > _MAX_LIMIT_DIGITS:
        return None
    return int(text)


def _first(query, key):
    return query[key][0] if query.get(key) else None


def _check_groups(groups, same_subtrees, edition):
    if edition.same_subtree:
        _check_subtrees(groups, same_subtrees)
    else:
        _check_orphans(groups)
    if edition.forbidden_traits:
        _check_conflicts(groups)
    for group in groups:
        _bound(len(group.required), 'required traits', _MAX_REQUIRED)
    _bound(
        sum(map(_count_names, groups)),
        'resources, traits and aggregates',
        _MAX_NAMES,
    )


def _check_subtrees(groups, same_subtrees):
    suffixes = [group.suffix for group in groups]
    resourceless = [group.suffix for group in groups if not group.resources]
    if len(resourceless) == len(groups):
        raise errors.NoResources()
    named = frozenset().union(*same_subtrees)
    outside = [suffix for suffix in resourceless if suffix not in named]
    if outside:
        raise errors.ResourcelessOutsideSubtree(suffixes=outside)
    unknown = sorted(named.difference(suffixes))
    if unknown:
        raise errors.UnknownSuffix(unknown=unknown, suffixes=suffixes)


def _check_orphans(groups):
    empty = [group for group in groups if not group.resources]
    keys = [f'required{group.suffix}' for group in empty if group.required]
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
        for traits in group.required
        if traits <= group.forbidden
    )
    if keys:
        raise errors.ConflictingTraits(keys=', '.join(keys))


def _check_policy(groups, query):
    granular = [group for group in groups if group.granular]
    if len(granular) > 1 and not query.get('group_policy'):
        raise errors.GroupPolicyMissing()


def _count_names(group):
    sets = (*group.required, *group.member_of)
    single = (group.resources, group.forbidden, group.not_member_of)
    return sum(map(len, (*sets, *single)))


def _bound(count, things, limit):
    if count > limit:
        raise errors.TooMuchAsked(count=count, things=things, limit=limit)
