"""Values for the names in placement's paths, queries and bodies."""

import re

from placement_inv.handlers.placement.schemas import formats
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import instances
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.families import placement_world as world

_NEW = 'abcdefab-0000-4000-8000-000000000000'
_SUFFIXES = ('', '', '1', '2', '_A', '_B', '_COMPUTE')
_ITEM = re.compile(r'{(\w+)}')
_AMOUNTS = {
    'total': (8, 16, 1000, 2**31 - 1),
    'reserved': (0, 1, 8),
    'min_unit': (1, 2),
    'max_unit': (1, 8, 2**31 - 1),
    'step_size': (1, 2, 3),
    'allocation_ratio': (1.0, 1.5, 16, 0.1),
}
#: Keys of UUIDs that have their own values.
_OWN_VALUES = ('aggregates', 'parent_provider_uuid')


class Words:
    """Chooses values, most of which exist in the rows."""

    def __init__(self, placement):
        self._world = placement
        self.path = ''
        #: The provider and the consumer of the current request.
        self._provider = self._consumer = None

    def valid_path(self, pattern):
        """Return a path to an existing row."""
        items = {
            'uuid': world.PROVIDERS[0],
            'consumer_uuid': world.CONSUMERS[0],
            'resource_class': 'VCPU',
            'name': 'CUSTOM_A',
        }
        return _ITEM.sub(lambda match: items.get(match[1], 'x'), pattern)

    def choose_path(self, chance, pattern):
        """Choose the path of a request, and so the rows it is about."""
        self._provider = self._consumer = None
        self.path = _ITEM.sub(
            lambda match: self._item(chance, match[1], pattern), pattern
        )
        if chance.often(2):
            self.path += '/'

    def _item(self, chance, name, pattern):
        if chance.often(8):
            return spoiling.quote(chance.one(garbage.TEXTS))
        if name == 'uuid':
            return self._some_provider(chance)
        if name == 'consumer_uuid':
            return self._some_consumer(chance)
        if name == 'resource_class' or pattern.startswith('/resource_cl'):
            return chance.one((*world.CLASSES, 'CUSTOM_NEW'))
        return chance.one((*world.TRAITS, 'CUSTOM_NEW'))

    def _some_class(self, chance):
        return chance.one(world.CLASSES)

    def _some_provider(self, chance):
        # Often the first one, so that it gets many related rows.
        self._provider = (
            world.PROVIDERS[0]
            if chance.often(30)
            else chance.one(world.PROVIDERS)
        )
        if chance.often(5):
            self._provider = _NEW
        return self._provider

    def _some_consumer(self, chance):
        self._consumer = chance.one((*world.CONSUMERS, _NEW))
        return self._consumer

    def __call__(self, chance, name, schema):
        """Return a value for a key of a body."""
        if name in _AMOUNTS:
            return chance.one(_AMOUNTS[name])
        pattern = schema.get('pattern')
        if pattern == formats.UUID_PATTERN:
            of_consumer = 'project_id' in str(schema.get('of'))
            return (
                self._some_consumer(chance)
                if of_consumer
                else self._some_provider(chance)
            )
        if name == 'consumer_type':
            return chance.one(('INSTANCE', 'MIGRATION'))
        if pattern == formats.CLASS_PATTERN:
            return (
                'CUSTOM_NEW' if chance.often(3) else self._some_class(chance)
            )
        if pattern == formats.CUSTOM_CLASS_PATTERN:
            return chance.one(('CUSTOM_A', 'CUSTOM_NEW', 'CUSTOM_NEWER'))
        if schema.get('format') == 'uuid' and name not in _OWN_VALUES:
            return self._some_provider(chance)
        maker = getattr(self, f'_word_{name}', None)
        if maker is None or schema.get('type') in ('array', 'object'):
            return instances.NOTHING
        return maker(chance)

    def _word_uuid(self, chance):
        return self._some_provider(chance)

    def _word_parent_provider_uuid(self, chance):
        return chance.one((None, *world.PROVIDERS))

    def _word_name(self, chance):
        return f'provider {chance.number(0, 9)}'

    def _word_traits(self, chance):
        return chance.one(world.TRAITS)

    def _word_aggregates(self, chance):
        return chance.one(world.AGGREGATES)

    def _word_resource_provider_generation(self, chance):
        return self._generation(chance)

    def _word_generation(self, chance):
        return self._generation(chance)

    def _generation(self, chance):
        generation = self._provider and self._world.generation(self._provider)
        return 0 if generation is None or chance.often(8) else generation

    def _word_consumer_generation(self, chance):
        if not self._consumer or chance.often(8):
            return None
        return self._world.consumer_generation(self._consumer)

    def _word_project_id(self, chance):
        return chance.one(('a project', 'another'))

    def _word_user_id(self, chance):
        return chance.one(('a user', 'another'))

    def pairs(self, chance, schema):
        """Return the (name, value) pairs of a query string."""
        names = [
            name
            for name in schema.get('properties', {})
            if name in schema.get('required', ()) or chance.often(50)
        ]
        for suffix in chance.some(_SUFFIXES, 2):
            names += [
                match[0] + suffix
                for pattern in schema.get('patternProperties', {})
                if (match := re.search(r'[a-z]+(_[a-z]+)?', pattern))
                and (match[0] == 'resources' or chance.often(35))
            ]
        return [(name, self._make_value(chance, name)) for name in names]

    def _make_value(self, chance, name):
        """Return the text of a parameter."""
        word = re.sub(r'(_[A-Z]\w*|\d+)$', '', name)
        if word == 'resources':
            return ','.join(
                f'{each}:{chance.number(1, 6)}'
                for each in chance.some(world.CLASSES)
            )
        if word in ('required', 'root_required'):
            return _traits(chance)
        if word == 'member_of':
            aggregates = chance.some(world.AGGREGATES)
            text = (
                aggregates[0]
                if len(aggregates) == 1
                else 'in:' + ','.join(aggregates)
            )
            return '!' * chance.often(15) + text
        if word in ('in_tree', 'uuid'):
            return chance.one(world.PROVIDERS)
        return chance.one(_PARAMETERS.get(word, garbage.TEXTS))


_PARAMETERS = {
    'associated': ('true', 'false', 'True'),
    'consumer_type': ('INSTANCE', 'all', 'unknown'),
    'group_policy': ('none', 'isolate'),
    'limit': ('1', '3', '1000', '9' * 25),
    'name': ('provider 1', 'in:CUSTOM_A,CUSTOM_B', 'startswith:CUSTOM'),
    'project_id': ('a project',),
    'same_subtree': ('_A,_B', '_A', '_B,_COMPUTE'),
    'user_id': ('a user',),
}


def _traits(chance):
    if chance.often(20):
        return 'in:' + ','.join(chance.some(world.TRAITS))
    return ','.join(
        '!' * chance.often(20) + name for name in chance.some(world.TRAITS)
    )
