"""Documents that satisfy a JSON schema, with values of existing rows.

Only the keywords of this project's schemas are supported.
"""

import re

#: A vocabulary returns this if it has no value for a name.
NOTHING = object()


class Instances:
    """Makes documents; `vocabulary(chance, name, schema)` returns values."""

    def __init__(self, chance, vocabulary):
        self._chance = chance
        self._vocabulary = vocabulary

    def make(self, schema, name=''):
        """Return a document for a schema; `name` is its key in the parent."""
        value = self._vocabulary(self._chance, name, schema)
        if value is not NOTHING:
            return value
        if 'anyOf' in schema:
            return self.make(self._chance.one(schema['anyOf']), name)
        if 'enum' in schema:
            return self._chance.one(schema['enum'])
        kind = schema.get('type', 'string')
        if isinstance(kind, list):
            kind = self._chance.one(kind)
        return getattr(self, f'_{kind}')(schema, name)

    def _object(self, schema, _name):
        required_keys = schema.get('required', ())
        document = {
            key: self.make(inner, key)
            for key, inner in schema.get('properties', {}).items()
            if key in required_keys or self._chance.often(70)
        }
        for pattern, inner in schema.get('patternProperties', {}).items():
            for _ in range(self._count(schema.get('minProperties', 0))):
                key = self.make(
                    {'type': 'string', 'pattern': pattern, 'of': inner}
                )
                if isinstance(key, str):
                    document[key] = self.make(inner, pattern)
        return document

    def _array(self, schema, name):
        count = self._count(schema.get('minItems', 0))
        return [self.make(schema.get('items', {}), name) for _ in range(count)]

    def _count(self, least):
        return max(least, self._chance.weigh({0: 1, 1: 5, 2: 3, 3: 1}))

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
        return self._chance.weigh({near: 8, least: 2, most: 1})

    def _number(self, schema, _name):
        return self._chance.one((schema.get('minimum', 1.0), 1.0, 16.0, 1.5))

    def _boolean(self, _schema, _name):
        return self._chance.often(50)

    def _null(self, _schema, _name):
        return None
