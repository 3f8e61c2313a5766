"""Documents that satisfy a JSON schema, as far as a known world allows.

Only the words that our own schemas use are understood.
"""

import re

#: What a vocabulary answers where it knows nothing better.
NOTHING = object()


class Instances:
    """Makes documents; `vocabulary(chance, name, schema)` knows the world."""

    def __init__(self, chance, vocabulary):
        self._chance = chance
        self._vocabulary = vocabulary

    def of(self, schema, name=''):
        """Return a document of a schema; `name` is the key it stands at."""
        known = self._vocabulary(self._chance, name, schema)
        if known is not NOTHING:
            return known
        if 'anyOf' in schema:
            return self.of(self._chance.one(schema['anyOf']), name)
        if 'enum' in schema:
            return self._chance.one(schema['enum'])
        kind = schema.get('type', 'string')
        if isinstance(kind, list):
            kind = self._chance.one(kind)
        return getattr(self, f'_{kind}')(schema, name)

    def _object(self, schema, _name):
        required = schema.get('required', ())
        made = {
            key: self.of(inner, key)
            for key, inner in schema.get('properties', {}).items()
            if key in required or self._chance.often(70)
        }
        for pattern, inner in schema.get('patternProperties', {}).items():
            for _ in range(self._count(schema.get('minProperties', 0))):
                key = self.of(
                    {'type': 'string', 'pattern': pattern, 'of': inner}
                )
                if isinstance(key, str):
                    made[key] = self.of(inner, pattern)
        return made

    def _array(self, schema, name):
        count = self._count(schema.get('minItems', 0))
        return [self.of(schema.get('items', {}), name) for _ in range(count)]

    def _count(self, least):
        return max(least, self._chance.weighted({0: 1, 1: 5, 2: 3, 3: 1}))

    def _string(self, schema, _name):
        pattern = schema.get('pattern')
        text = self._chance.one(('a', 'VCPU', 'CUSTOM_A', '7', 'x y', 'é'))
        if pattern and not re.search(pattern, text):
            text = self._chance.one(('CUSTOM_A', '1', 'a'))
        return text.ljust(schema.get('minLength', 0), 'x')

    def _integer(self, schema, _name):
        least = schema.get('minimum', -1)
        most = schema.get('maximum', 2**31 - 1)
        near = self._chance.number(least, min(most, least + 20))
        return self._chance.weighted({near: 8, least: 2, most: 1})

    def _number(self, schema, _name):
        return self._chance.one((schema.get('minimum', 1.0), 1.0, 16.0, 1.5))

    def _boolean(self, _schema, _name):
        return self._chance.often(50)

    def _null(self, _schema, _name):
        return None
