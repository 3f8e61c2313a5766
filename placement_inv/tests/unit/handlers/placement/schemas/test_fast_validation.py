"""Fast validation accepts only what the schema accepts."""

import importlib
import pkgutil

import hypothesis
from hypothesis import strategies as st
import jsonschema
import testtools

from placement_inv.handlers.placement import schemas
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import errors
from placement_inv.web import fast_validation
from placement_inv.web import validation

_UUID = '5f4a2b1c-0d3e-4f60-8a7b-9c8d7e6f5a4b'
_TEXTS = (
    '',
    '1',
    '1\n',
    'VCPU',
    'VCPU\n',
    'CUSTOM_A',
    'VCPU:1',
    '{0}',
    _UUID,
    f'{_UUID}\n',
    _UUID.replace('-', ''),
    f'in:{_UUID}',
    'x' * 256,
)
_NUMBERS = (0, 1, -1, 8.0, 2.5, 2**31 - 1, 2**31, 2**70, 1e300)
_ODD = (None, True, [], {}, [1, True], [_UUID, _UUID], *_TEXTS, *_NUMBERS)


def _list_schemas():
    """Yield the schemas of the family at all versions."""
    numbers = versions.history.versions
    for info in pkgutil.iter_modules(schemas.__path__):
        module = importlib.import_module(f'{schemas.__name__}.{info.name}')
        for name, value in vars(module).items():
            if isinstance(value, validation.Schema):
                yield value
            elif name.isupper() and callable(value):
                yield from filter(None, map(value, numbers))


#: Without repeats.
_SCHEMAS = list({id(each): each for each in _list_schemas()}.values())


def _create_document(schema, chance):
    """Return a document that satisfies a schema or nearly does."""
    if not isinstance(schema, dict) or chance.random() < 0.03:
        return chance.choice(_ODD)
    if 'anyOf' in schema:
        return _create_document(chance.choice(schema['anyOf']), chance)
    if 'enum' in schema:
        return chance.choice(schema['enum'])
    kind = schema.get('type', 'string')
    kind = chance.choice(kind) if isinstance(kind, list) else kind
    if kind == 'object':
        return dict(_create_members(schema, chance))
    if kind == 'array':
        count = max(schema.get('minItems', 0), chance.randint(0, 2))
        items = schema.get('items')
        return [_create_document(items, chance) for _ in range(count)]
    if kind == 'null':
        return None
    return chance.choice(_TEXTS if kind == 'string' else _NUMBERS)


def _create_members(schema, chance):
    for name, part in schema.get('properties', {}).items():
        is_required = name in schema.get('required', ())
        if chance.random() < (0.98 if is_required else 0.4):
            yield name, _create_document(part, chance)
    for part in schema.get('patternProperties', {}).values():
        yield chance.choice(_TEXTS), _create_document(part, chance)


class TestFastValidation(testtools.TestCase):
    @hypothesis.settings(max_examples=500)
    @hypothesis.given(
        st.sampled_from(_SCHEMAS), st.randoms(use_true_random=True)
    )
    def test_an_accepted_document_satisfies_its_schema(self, schema, chance):
        document = _create_document(schema.schema, chance)
        try:
            schema.check_body(document)
        except errors.InvalidBody:
            return
        # The full validation, without the fast one before it.
        jsonschema.Draft202012Validator(
            schema.schema, format_checker=formats.CHECKER
        ).validate(document)

    def test_most_schemas_have_a_fast_validation(self):
        fast_schemas = [
            each
            for each in _SCHEMAS
            if fast_validation.compile_check(each.schema, formats.CHECKER)
            is not None
        ]
        self.assertGreater(len(fast_schemas), 0.8 * len(_SCHEMAS))
