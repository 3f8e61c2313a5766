"""Random worlds and queries, from a given random generator."""

from placement_inv.tests.candidates import world

_RATIOS = (1.0, 1.0, 1.5, 2.0, 0.5, 0.7)


def some_world(rng):
    """Return a World of a few small trees, some with sharing providers."""
    providers = []
    for number in range(rng.randint(1, 3)):
        providers += _tree(rng, f'tree {number}', rng.choice((0, 0, 1, 2, 3)))
    for number in range(rng.choice((0, 0, 0, 1, 1, 2))):
        providers += _tree(rng, f'shared {number}', rng.choice((0, 0, 1)), 3)
    return world.World(providers)


def _tree(rng, name, children, sharing=0):
    """Return the providers of a tree; on average `sharing` of 4 share."""
    providers = [_provider(rng, name, None, sharing)]
    for number in range(children):
        parent = rng.choice(providers).name
        providers.append(_provider(rng, f'{name}.{number}', parent, sharing))
    return providers


def _provider(rng, name, parent, sharing):
    traits = {t for t in world.TRAITS if rng.random() < 0.5}
    if rng.randint(1, 20) <= 5 * sharing:
        traits.add(world.SHARES)
    return world.Provider(
        name=name,
        parent=parent,
        inventories={
            resource_class: _inventory(rng)
            for resource_class in world.CLASSES
            if rng.random() < 0.7
        },
        traits=frozenset(traits),
        aggregates=frozenset(
            a for a in world.AGGREGATES if rng.random() < 0.5
        ),
    )


def _inventory(rng):
    total = rng.choice((1, 2, 3, 4, 8))
    step = rng.choice((1, 1, 1, 1, 1, 2))
    return world.Inventory(
        total=total,
        reserved=rng.choice((0, 0, 0, 0, rng.randint(0, total))),
        min_unit=rng.choice((1, 1, 1, 1, 2)),
        max_unit=rng.choice((1, 2, 4, 8, 8, 8)),
        step_size=step,
        allocation_ratio=rng.choice(_RATIOS),
        # Sometimes more than the capacity.
        used=rng.choice((0, 0, 0, 0, 1, 2, 4)),
    )


def some_query(rng, some, minor):
    """Return a query for World `some` at version 1.`minor`.

    A query is {parameter: [values]}.
    """
    query = {}
    suffixes = _suffixes(rng, minor)
    for suffix in suffixes:
        for name, values in _group(rng, some, minor).items():
            query[name + suffix] = values
    if not any(name.startswith('resources') for name in query):
        query['resources' + suffixes[0]] = [_resources(rng)]
    granular_suffixes = [suffix for suffix in suffixes if suffix]
    if len(granular_suffixes) > 1 or (
        granular_suffixes and rng.random() < 0.5
    ):
        query['group_policy'] = [rng.choice(('none', 'isolate'))]
    if minor >= 36:
        _add_subtrees(rng, query, granular_suffixes)
    if minor >= 35 and rng.random() < 0.12:
        query['root_required'] = [_trait_list(rng, minor)]
    return query


def _suffixes(rng, minor):
    if minor < 25:
        return ['']
    names = ['_A', '_B', '1'] if minor >= 33 else ['1', '2', '3']
    count = rng.choice((0, 1, 2, 2, 3))
    suffixes = [''] if not count or rng.random() < 0.5 else []
    return suffixes + names[:count]


def _group(rng, some, minor):
    """Return the parameters of one group."""
    group = {}
    if minor < 36 or rng.random() < 0.85:
        group['resources'] = [_resources(rng)]
    if minor >= 17 and rng.random() < 0.25:
        group['required'] = _required_values(rng, minor)
    if minor >= 21 and rng.random() < 0.15:
        group['member_of'] = _member_of(rng, minor)
    if minor >= 31 and rng.random() < 0.06:
        group['in_tree'] = [rng.choice(some.providers).uuid]
    return group


def _resources(rng):
    classes = [c for c in world.CLASSES if rng.random() < 0.3]
    classes = classes or [rng.choice(world.CLASSES)]
    return ','.join(f'{c}:{rng.choice((1, 1, 1, 1, 2, 3))}' for c in classes)


def _required_values(rng, minor):
    values = [_trait_list(rng, minor)]
    if minor >= 39 and rng.random() < 0.4:
        values.append('in:' + ','.join(rng.sample(world.TRAITS, 2)))
    return values


def _trait_list(rng, minor):
    traits = rng.sample(world.TRAITS, rng.choice((1, 1, 2)))
    return ','.join(
        '!' + trait if minor >= 22 and rng.random() < 0.35 else trait
        for trait in traits
    )


def _member_of(rng, minor):
    values = []
    for _ in range(rng.choice((1, 1, 2)) if minor >= 24 else 1):
        uuids = rng.sample(world.AGGREGATES, rng.choice((1, 2)))
        text = f'in:{",".join(uuids)}' if len(uuids) > 1 else uuids[0]
        if minor >= 32 and rng.random() < 0.35:
            text = '!' + text
        values.append(text)
    return values


def _add_subtrees(rng, query, granular_suffixes):
    """Add `same_subtree`, which groups without resources need."""
    bare = [
        suffix
        for suffix in granular_suffixes
        if 'resources' + suffix not in query
    ]
    if '' not in granular_suffixes and 'resources' not in query:
        # The unnamed group needs resources.
        for key in ('required', 'member_of', 'in_tree'):
            query.pop(key, None)
    for suffix in bare:
        keys = ('required', 'member_of', 'in_tree')
        if not any(key + suffix in query for key in keys):
            query['required' + suffix] = [rng.choice(world.TRAITS)]
    if bare or (len(granular_suffixes) > 1 and rng.random() < 0.35):
        others = [suffix for suffix in granular_suffixes if suffix not in bare]
        members = bare + others[: rng.randint(1, max(1, len(others)))]
        query['same_subtree'] = [','.join(members)]
