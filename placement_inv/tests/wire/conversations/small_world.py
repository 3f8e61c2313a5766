"""The rows of a conversation."""

from placement_inv.tests.wire.corpus.request import Generation
from placement_inv.tests.wire.corpus.request import Request

_LAST = '1.39'
_PARTS = ('inventories', 'usages', 'allocations', 'aggregates', 'traits')
#: The index of each provider's parent: two trees.
_PARENTS = (None, 0, 1, None, 3, 3)


class SmallWorld:
    """Names of rows, and random choices among them."""

    def __init__(self, rng):
        self.rng = rng
        self._seed = f'{rng.getrandbits(32):08x}'
        self._consumer_count = 4
        word = self._seed.upper()
        self.providers = [self._uuid(1, number) for number in range(6)]
        self.aggregates = [self._uuid(2, number) for number in range(3)]
        self.consumers = [self._uuid(3, number) for number in range(4)]
        self.names = [f'{self._seed}-{number}' for number in range(7)]
        self.classes = [
            'VCPU',
            'DISK_GB',
            f'CUSTOM_X{word}',
            f'CUSTOM_Y{word}',
        ]
        self.traits = ['COMPUTE_NODE', f'CUSTOM_A{word}', f'CUSTOM_B{word}']
        self.people = [f'p{self._seed}', f'q{self._seed}']
        self.types = ['INSTANCE', 'MIGRATION', f'T{word}']

    def _uuid(self, kind, number):
        return f'{self._seed}-{kind:04}-4000-8000-{number:012}'

    def replace_consumer(self, consumer):
        """Replace a consumer by a new one."""
        new = self._uuid(3, self._consumer_count)
        self._consumer_count += 1
        self.consumers[self.consumers.index(consumer)] = new

    def some(self, names, most=2):
        return self.rng.sample(names, self.rng.randint(1, most))

    def provider(self):
        return self._one(self.providers, self._uuid(9, 9))

    def resource_class(self):
        return self._one(self.classes, 'CUSTOM_NOBODYS')

    def trait(self):
        return self._one(self.traits, 'CUSTOM_NOBODYS')

    def _one(self, names, missing_name):
        return (
            missing_name
            if self.rng.random() < 0.03
            else self.rng.choice(names)
        )

    def resources(self):
        amounts = (1, 1, 1, 2, 2, 3, 4, 9)
        return {
            self.resource_class(): self.rng.choice(amounts)
            for _ in range(self.rng.randint(1, 2))
        }

    def generation(self, path, name='generation'):
        """Return the Generation of a path, rarely a stale one."""
        off = 0 if self.rng.random() < 0.93 else self.rng.choice((-1, 1))
        return Generation(path, name, off)

    def list_deletions(self):
        """Yield the paths whose deletion removes all rows."""
        for consumer in self.consumers:
            yield f'/allocations/{consumer}'
        for _ in self.providers:
            for uuid in reversed(self.providers):
                yield f'/resource_providers/{uuid}'
        for name in self.classes[2:]:
            yield f'/resource_classes/{name}'
        for name in self.traits[1:]:
            yield f'/traits/{name}'


def beginning(world):
    """Yield the requests that create the rows."""
    for name in world.classes[2:]:
        yield _LAST, Request('PUT', f'/resource_classes/{name}')
    for name in world.traits[1:]:
        yield _LAST, Request('PUT', f'/traits/{name}')
    for number, parent_index in enumerate(_PARENTS):
        parent = (
            None if parent_index is None else world.providers[parent_index]
        )
        body = {
            'name': world.names[number],
            'uuid': world.providers[number],
            'parent_provider_uuid': parent,
        }
        yield _LAST, Request('POST', '/resource_providers', body)
        url = f'/resource_providers/{world.providers[number]}'
        for part, content in (
            ('inventories', _inventories(world)),
            ('aggregates', world.some(world.aggregates)),
            ('traits', world.some(world.traits)),
        ):
            body = {
                'resource_provider_generation': Generation(url),
                part: content,
            }
            yield _LAST, Request('PUT', f'{url}/{part}', body)


def _inventories(world):
    return {
        name: {'total': world.rng.choice((4, 8, 16)), 'max_unit': 16}
        for name in world.some(world.classes, 3)
    }


def view(world):
    """Yield the requests that read all rows."""
    paths = ['/resource_providers', '/resource_classes', '/traits']
    for uuid in world.providers:
        url = f'/resource_providers/{uuid}'
        paths += [url, *(f'{url}/{part}' for part in _PARTS)]
    paths += [f'/allocations/{uuid}' for uuid in world.consumers]
    paths += [f'/usages?project_id={name}' for name in world.people]
    for path in paths:
        yield _LAST, Request('GET', path)


def end(world):
    """Yield the requests that delete all rows."""
    for path in world.list_deletions():
        yield _LAST, Request('DELETE', path)
