"""Finds the candidates of a small world by brute force.

The module implements every rule of the API again, as simply as possible. It
shares only the request values with the engine.
"""

import collections
import itertools


def evaluate(world, request):
    """Return the set of candidates: (allocations, mappings) pairs.

    Allocations are a frozenset of (provider uuid, class, amount), mappings
    one of (suffix, frozenset of provider uuids).
    """
    return {
        _candidate(request, choice)
        for root in world.roots
        if _is_acceptable_root(root, request)
        for choice in _choices(world, request, root)
        if _is_valid(world, request, choice)
    }


def _is_acceptable_root(root, request):
    return (
        request.root_required <= root.traits
        and not request.root_forbidden & root.traits
    )


def _choices(world, request, root):
    """Yield {suffix: [(provider, {class: amount})]} of one tree."""
    options = [
        list(_ways_to_serve(world, group, root)) for group in request.groups
    ]
    for ways in itertools.product(*options):
        suffixes = [group.suffix for group in request.groups]
        yield dict(zip(suffixes, ways, strict=True))


def _ways_to_serve(world, group, root):
    """Yield lists of (provider, {class: amount}) that serve one group."""
    providers = world.tree(root) + _list_sharing_providers(world, root)
    if group.is_granular:
        for provider in providers:
            if _serves_alone(world, provider, group):
                yield [(provider, dict(group.resources))]
        return
    parts = [
        [
            (provider, {name: amount})
            for provider in providers
            if _serves_part(world, provider, group, root, name, amount)
        ]
        for name, amount in group.resources
    ]
    for way in itertools.product(*parts):
        traits = frozenset().union(*(provider.traits for provider, _ in way))
        if _has_all(traits, group.required_traits):
            yield list(way)


def _list_sharing_providers(world, root):
    """Return the providers of other trees that share with this one."""
    tree = world.tree(root)
    aggregates = frozenset().union(*(p.aggregates for p in tree))
    return [
        provider
        for provider in world.providers
        if provider.shares
        and provider not in tree
        and provider.aggregates & aggregates
    ]


def _serves_alone(world, provider, group):
    return (
        all(_has_room(provider, name, n) for name, n in group.resources)
        and _has_all(provider.traits, group.required_traits)
        and not group.forbidden_traits & provider.traits
        and _has_all(provider.aggregates, group.member_of)
        and not group.not_member_of & provider.aggregates
        and _is_in_tree(world, provider, group)
    )


def _serves_part(world, provider, group, root, name, amount):
    """Tell whether a provider gives one resource of the unnamed group."""
    is_in_tree = world.root_of(provider) is root
    # A whole tree belongs to the aggregates of its root.
    member_of = [provider.aggregates]
    if is_in_tree:
        member_of.append(root.aggregates)
    return (
        _has_room(provider, name, amount)
        and not group.forbidden_traits & provider.traits
        and any(_has_all(a, group.member_of) for a in member_of)
        and not group.not_member_of & provider.aggregates
        and not group.not_member_of & root.aggregates
        and (
            group.in_tree is None
            or (is_in_tree and _is_in_tree(world, provider, group))
        )
    )


def _has_room(provider, name, amount):
    inventory = provider.inventories.get(name)
    return inventory is not None and inventory.fits(amount)


def _has_all(names, sets):
    return all(names & options for options in sets)


def _is_in_tree(world, provider, group):
    if group.in_tree is None:
        return True
    provider_in_tree = world.by_uuid.get(group.in_tree)
    return provider_in_tree is not None and world.root_of(
        provider_in_tree
    ) is world.root_of(provider)


def _is_valid(world, request, choice):
    return (
        _fits_together(choice)
        and (not request.isolate or _is_isolated(choice))
        and all(
            _is_one_subtree(world, choice, suffixes)
            for suffixes in request.same_subtrees
        )
        and (
            request.capabilities.nested_providers
            or _is_one_per_tree(world, choice)
        )
    )


def _fits_together(choice):
    for (provider, name), amount in _sums(choice).items():
        inventory = provider.inventories[name]
        if inventory.used + amount > inventory.capacity:
            return False
        if amount > inventory.max_unit:
            return False
    return True


def _sums(choice):
    sums = collections.Counter()
    for way in choice.values():
        for provider, resources in way:
            for name, amount in resources.items():
                sums[provider, name] += amount
    return sums


def _is_isolated(choice):
    providers = [way[0][0] for suffix, way in choice.items() if suffix]
    return len(providers) == len(set(providers))


def _is_one_subtree(world, choice, suffixes):
    providers = [p for suffix in suffixes for p, _ in choice[suffix]]
    return any(
        all(top in world.ancestry(provider) for provider in providers)
        for top in providers
    )


def _is_one_per_tree(world, choice):
    providers = {p for way in choice.values() for p, _ in way}
    roots = {world.root_of(provider) for provider in providers}
    return len(roots) == len(providers)


def _candidate(request, choice):
    allocations = frozenset(
        (provider.uuid, name, amount)
        for (provider, name), amount in _sums(choice).items()
    )
    mappings = frozenset(
        (suffix, frozenset(provider.uuid for provider, _ in way))
        for suffix, way in choice.items()
    )
    return allocations, mappings


def summaries(world, request, candidates):
    """Return the provider summaries of a response with the candidates."""
    capabilities = request.capabilities
    uuids = {
        uuid
        for allocations, _ in candidates
        for uuid, _name, _n in allocations
    }
    providers = [world.by_uuid[uuid] for uuid in uuids]
    if capabilities.nested_providers:
        roots = {world.root_of(provider) for provider in providers}
        providers = [p for p in world.providers if world.root_of(p) in roots]
    class_names = {name for g in request.groups for name, _ in g.resources}
    return {
        provider.uuid: _summary(world, provider, capabilities, class_names)
        for provider in providers
    }


def _summary(world, provider, capabilities, class_names):
    summary = {
        'resources': {
            name: {'capacity': inventory.capacity, 'used': inventory.used}
            for name, inventory in provider.inventories.items()
            if capabilities.all_classes or name in class_names
        }
    }
    if capabilities.traits:
        summary['traits'] = sorted(provider.traits)
    if capabilities.nested_providers:
        above = world.ancestry(provider)
        parent = above[1].uuid if len(above) > 1 else None
        summary['parent_provider_uuid'] = parent
        summary['root_provider_uuid'] = above[-1].uuid
    return summary
