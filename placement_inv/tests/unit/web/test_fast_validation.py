"""Fast validation accepts only documents that jsonschema accepts."""

import hypothesis
from hypothesis import strategies as st
import jsonschema
import testtools

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import allocation
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import fast_validation
from placement_inv.web import validation

_UUID = '5f4a2b1c-0d3e-4f60-8a7b-9c8d7e6f5a4b'
_TEXTS = ('', 'a', 'VCPU', 'VCPU\n', 'A$', _UUID, f'{_UUID}\n', 'é' * 4)
_PATTERNS = ('^[A-Z0-9_]+$', formats.UUID_PATTERN, 'a', '\n', '[$]')
_SCALARS = st.sampled_from(
    (None, True, False, 0, 1, -1, 2.0, 2.5, 1e300, 2**70, *_TEXTS)
)
_DOCUMENTS = st.recursive(
    _SCALARS,
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(st.sampled_from(_TEXTS), parts, max_size=3)
    ),
    max_leaves=6,
)
_TYPES = ('object', 'array', 'string', 'integer', 'number', 'boolean', 'null')
_LENGTHS = st.integers(0, 3)
_LEAVES = {
    'type': st.sampled_from(_TYPES)
    | st.lists(st.sampled_from(_TYPES), min_size=1, unique=True),
    'enum': st.lists(_SCALARS, min_size=1, max_size=3),
    'format': st.sampled_from(('uuid', 'date', 'unheard-of')),
    'pattern': st.sampled_from(_PATTERNS),
    'not': st.fixed_dictionaries({'pattern': st.sampled_from(_PATTERNS)}),
    'required': st.lists(st.sampled_from(_TEXTS), max_size=2, unique=True),
    'uniqueItems': st.booleans(),
    **dict.fromkeys(('minimum', 'maximum'), st.sampled_from((-1, 0, 1.5, 2))),
    **dict.fromkeys(('minLength', 'maxLength', 'minItems'), _LENGTHS),
    **dict.fromkeys(('maxItems', 'minProperties', 'maxProperties'), _LENGTHS),
}


def _schemas(parts):
    return st.fixed_dictionaries(
        {},
        optional={
            **_LEAVES,
            'not': _LEAVES['not'] | parts,
            'items': parts,
            'anyOf': st.lists(parts, min_size=1, max_size=2),
            'properties': st.dictionaries(
                st.sampled_from(_TEXTS), parts, max_size=2
            ),
            'patternProperties': st.dictionaries(
                st.sampled_from(_PATTERNS), parts, max_size=2
            ),
            'additionalProperties': st.booleans() | parts,
        },
    )


_ANY_SCHEMA = st.recursive(
    st.fixed_dictionaries({}, optional=_LEAVES), _schemas, max_leaves=4
)


def _is_valid(schema, document):
    """Tell whether jsonschema accepts a document."""
    return jsonschema.Draft202012Validator(
        schema, format_checker=formats.CHECKER
    ).is_valid(document)


def _body(**more):
    return {
        'allocations': {_UUID: {'resources': {'VCPU': 1}}},
        'project_id': 'a',
        'user_id': 'a',
        'consumer_generation': None,
        'consumer_type': 'INSTANCE',
    } | more


class TestCompileCheck(testtools.TestCase):
    @hypothesis.settings(max_examples=200)
    @hypothesis.given(_ANY_SCHEMA, _DOCUMENTS)
    def test_documents_that_jsonschema_refuses_are_not_accepted(
        self, schema, document
    ):
        accepts = fast_validation.compile_check(schema, formats.CHECKER)
        if accepts is not None and accepts(document):
            self.assertTrue(_is_valid(schema, document))

    def test_other_keywords_cannot_be_compiled(self):
        for schema in (
            True,
            {'enum': [1]},
            {'not': {'type': 'integer'}},
            {'not': {'pattern': 'a$'}},
            {'uniqueItems': True},
            {'pattern': '[$]'},
            {'patternProperties': {'a$': {}}},
            {'properties': {'a': {'items': {'oneOf': [{}]}}}},
            {'$ref': '#'},
            {'required': ['a'], 'additionalProperties': False},
        ):
            self.assertIsNone(
                fast_validation.compile_check(schema, formats.CHECKER), schema
            )

    def test_allocations_are_accepted(self):
        accepts = fast_validation.compile_check(
            allocation.PUT(history.CONSUMER_TYPES).schema, formats.CHECKER
        )
        self.assertTrue(accepts(_body()))
        for more in (
            {'consumer_type': 'INSTANCE\n'},
            {'user_id': ''},
            {'unknown': 1},
            {'allocations': {_UUID: {'resources': {'VCPU': 0}}}},
            {'allocations': {_UUID: {'resources': {'VCPU': True}}}},
            {'allocations': {f'{_UUID}\n': {'resources': {'VCPU': 1}}}},
        ):
            self.assertFalse(accepts(_body(**more)), more)

    def test_documents_are_not_changed(self):
        schema = {'properties': {'a': {'type': 'string'}}}
        document = {}
        self.assertTrue(
            fast_validation.compile_check(schema, formats.CHECKER)(document)
        )
        self.assertEqual({}, document)

    def test_a_document_that_is_not_accepted_may_be_valid(self):
        schema = {'type': 'string', 'pattern': 'a$'}
        self.assertFalse(
            fast_validation.compile_check(schema, formats.CHECKER)('a\n')
        )
        validation.Schema(schema).check_body('a\n')
