"""Random requests that read."""

from placement_inv.tests.wire.corpus.request import Request

_PARTS = (
    '',
    '/inventories',
    '/usages',
    '/allocations',
    '/aggregates',
    '/traits',
)
_TRAITS = (
    '',
    'name=startswith:CUSTOM',
    'name=in:CUSTOM_NOBODYS',
    'name=startswith:',
    'associated=true',
    'associated=no',
)


def path(name, pairs):
    """Return a path with a query, without quoting: invalid parts stay."""
    query = '&'.join(f'{key}={value}' for key, value in pairs)
    return f'{name}?{query}' if query else name


def _part_of_provider(world, _minor):
    part = world.rng.choice(_PARTS)
    return Request('GET', f'/resource_providers/{world.provider()}{part}')


def _consumer(world, _minor):
    return Request('GET', f'/allocations/{world.rng.choice(world.consumers)}')


def _usages(world, minor):
    pairs = [('project_id', world.rng.choice(world.people))]
    if world.rng.random() < 0.4:
        pairs.append(('user_id', world.rng.choice(world.people)))
    if minor >= 38 and world.rng.random() < 0.5:
        kinds = (*world.types, 'all', 'unknown')
        pairs.append(('consumer_type', world.rng.choice(kinds)))
    return Request('GET', path('/usages', pairs))


def _traits(world, _minor):
    return Request('GET', f'/traits?{world.rng.choice(_TRAITS)}')


def _resources(world, classes):
    return ','.join(
        f'{name}:{world.rng.choice((1, 1, 2, 3))}'
        for name in world.some(classes)
    )


def _required_traits(world, minor):
    names = world.some(world.traits)
    if minor >= 39 and world.rng.random() < 0.3:
        return 'in:' + ','.join(names)
    return ','.join(
        '!' * (minor >= 22 and world.rng.random() < 0.3) + name
        for name in names
    )


def _member_of(world, minor):
    uuids = world.some(world.aggregates)
    text = 'in:' * (len(uuids) > 1) + ','.join(uuids)
    return '!' * (minor >= 32 and world.rng.random() < 0.3) + text


def _filters(world, minor, suffix=''):
    """Return the pairs that filter providers."""
    pairs = []
    for name, since, make in (
        ('required', 18, _required_traits),
        ('member_of', 21, _member_of),
    ):
        if minor >= since and world.rng.random() < 0.3:
            pairs.append((name + suffix, make(world, minor)))
    if minor >= 31 and world.rng.random() < 0.1:
        pairs.append((f'in_tree{suffix}', world.provider()))
    return pairs


def _providers(world, minor):
    pairs = _filters(world, minor)
    if world.rng.random() < 0.2:
        pairs.append(('name', world.rng.choice(world.names)))
    if world.rng.random() < 0.2:
        pairs.append(('uuid', world.provider()))
    if minor >= 4 and world.rng.random() < 0.4:
        pairs.append(('resources', _resources(world, world.classes)))
    return Request('GET', path('/resource_providers', pairs))


def _candidates(world, minor):
    """Return a request that the peer, too, answers correctly.

    doc/source/compatibility.rst lists the peer's errors. So no group without
    resources has `in_tree` or no required trait, and the unnamed group shares
    no resource class with another group.
    """
    pairs = [('resources', _resources(world, world.classes[:2]))]
    pairs += _filters(world, minor)
    suffixes_in_use = []
    if minor >= 25:
        suffixes = ('_A', '_B', '-c') if minor >= 33 else ('1', '2', '3')
        suffixes_in_use = list(suffixes[: world.rng.randint(0, 3)])
    for suffix in suffixes_in_use:
        if minor >= 36 and world.rng.random() < 0.15:
            pairs.append((f'required{suffix}', world.rng.choice(world.traits)))
        else:
            resources = _resources(world, world.classes[2:])
            pairs.append((f'resources{suffix}', resources))
            pairs += _filters(world, minor, suffix)
    if suffixes_in_use:
        pairs.append(('group_policy', world.rng.choice(('none', 'isolate'))))
    if suffixes_in_use and minor >= 36 and world.rng.random() < 0.6:
        pairs.append(('same_subtree', ','.join(suffixes_in_use)))
    if minor >= 35 and world.rng.random() < 0.2:
        pairs.append(('root_required', _required_traits(world, 38)))
    world.rng.shuffle(pairs)
    return Request('GET', path('/allocation_candidates', pairs))


#: {function: weight}.
OPERATIONS = {
    _part_of_provider: 6,
    _consumer: 2,
    _usages: 3,
    _traits: 2,
    _providers: 8,
    _candidates: 12,
}
