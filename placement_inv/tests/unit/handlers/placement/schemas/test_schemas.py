"""Bodies and queries of the schemas without logic, by version.

Those of allocations and candidates have test modules of their own.
"""

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import aggregate
from placement_inv.handlers.placement.schemas import inventory
from placement_inv.handlers.placement.schemas import reshaper
from placement_inv.handlers.placement.schemas import resource_class
from placement_inv.handlers.placement.schemas import resource_provider
from placement_inv.handlers.placement.schemas import trait
from placement_inv.handlers.placement.schemas import usage
from placement_inv.web import errors

_UUID = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
_MAX = 2**31 - 1

_ALLOCATIONS = {
    'allocations': {_UUID: {'resources': {'VCPU': 1}}},
    'project_id': 'p',
    'user_id': 'u',
}
_SHAPE = {'resource_provider_generation': 0, 'inventories': {}}

#: (schema, bodies that pass, bodies that do not)
_BODIES = (
    (
        resource_provider.POST(versions.FIRST),
        (
            {'name': 'a'},
            {'name': 'a' * 200},
            {'name': 'a', 'uuid': _UUID},
            {'name': 'a', 'uuid': _UUID.replace('-', '')},
        ),
        (
            {},
            [],
            None,
            {'name': ''},
            {'name': 'a' * 201},
            {'name': 1},
            {'name': 'a', 'uuid': 'x'},
            {'name': 'a', 'uuid': None},
            {'name': 'a', 'generation': 1},
        ),
    ),
    (
        inventory.PUT,
        (
            {'total': 1, 'resource_provider_generation': 0},
            {'total': _MAX, 'resource_provider_generation': 0},
            {'total': 1.0, 'resource_provider_generation': 0},
            {
                'total': 1,
                'resource_provider_generation': 0,
                'allocation_ratio': 1,
            },
        ),
        (
            {'total': 1},
            {'resource_provider_generation': 0},
            {'total': 0, 'resource_provider_generation': 0},
            {'total': _MAX + 1, 'resource_provider_generation': 0},
            {'total': 1.5, 'resource_provider_generation': 0},
            {'total': True, 'resource_provider_generation': 0},
            {'total': 1, 'resource_provider_generation': '0'},
            {'total': 1, 'resource_provider_generation': 0, 'reserved': -1},
            {
                'total': 1,
                'resource_provider_generation': 0,
                'allocation_ratio': 3.5e38,
            },
        ),
    ),
    (
        inventory.POST,
        (
            {'resource_class': 'VCPU', 'total': 1},
            {
                'resource_class': 'VCPU',
                'total': 1,
                'resource_provider_generation': 1,
            },
        ),
        ({'total': 1}, {'resource_class': 'vcpu', 'total': 1}),
    ),
    (
        inventory.PUT_ALL,
        (
            {'resource_provider_generation': 0, 'inventories': {}},
            {
                'resource_provider_generation': 0,
                'inventories': {'VCPU': {'total': 1}},
            },
        ),
        (
            {'inventories': {}},
            {'resource_provider_generation': 0, 'inventories': []},
            {'resource_provider_generation': 0, 'inventories': {'VCPU': 5}},
            {'resource_provider_generation': 0, 'inventories': {'vcpu': 5}},
            {
                'resource_provider_generation': 0,
                'inventories': {str(n): {'total': 1} for n in range(10_001)},
            },
        ),
    ),
    (
        resource_class.POST,
        ({'name': 'CUSTOM_A'}, {'name': 'CUSTOM_' + 'A' * 248}),
        (
            {},
            {'name': 'CUSTOM_'},
            {'name': 'CUSTOM_a'},
            {'name': 'VCPU'},
            {'name': 'CUSTOM_A\n'},
            {'name': 'CUSTOM_' + 'A' * 249},
        ),
    ),
    (
        aggregate.PUT(versions.AGGREGATES),
        ([], [_UUID]),
        ([_UUID, _UUID], ['x'], {'aggregates': []}, [1]),
    ),
    (
        aggregate.PUT(versions.AGGREGATES_GENERATION),
        ({'aggregates': [_UUID], 'resource_provider_generation': 1},),
        (
            [],
            {'aggregates': []},
            {'aggregates': [_UUID] * 2, 'resource_provider_generation': 1},
            {'aggregates': [], 'resource_provider_generation': None},
        ),
    ),
    (
        resource_provider.POST(versions.NESTED_PROVIDERS),
        (
            {'name': 'a', 'parent_provider_uuid': None},
            {'name': 'a', 'parent_provider_uuid': _UUID},
        ),
        ({'name': 'a', 'parent_provider_uuid': 'x'},),
    ),
    (
        reshaper.POST(versions.RESHAPER),
        ({'inventories': {_UUID: _SHAPE}, 'allocations': {}},),
        (
            {'inventories': {}, 'allocations': {}},
            {'inventories': {_UUID: _SHAPE}},
            {'inventories': {'x': _SHAPE}, 'allocations': {}},
            {
                'inventories': {_UUID: _SHAPE},
                'allocations': {_UUID: _ALLOCATIONS},
            },
        ),
    ),
    (
        trait.PUT,
        ({'traits': ['A'], 'resource_provider_generation': 0},),
        (
            {'traits': ['A']},
            {'traits': [''], 'resource_provider_generation': 0},
            {'traits': ['A' * 256], 'resource_provider_generation': 0},
            {'traits': ['A'], 'resource_provider_generation': None},
        ),
    ),
)

#: (schema, queries that pass, queries that do not)
_QUERIES = (
    (
        resource_provider.GET(versions.FIRST),
        ({}, {'name': ['a']}, {'uuid': [_UUID]}, {'uuid': [_UUID.upper()]}),
        (
            {'uuid': ['x']},
            {'uuid': [_UUID.replace('-', '')]},
            {'member_of': [_UUID]},
            {'resources': ['VCPU:1']},
        ),
    ),
    (
        resource_provider.GET(versions.MEMBER_OF),
        ({'member_of': [_UUID]},),
        ({'resources': ['VCPU:1']},),
    ),
    (
        resource_provider.GET(versions.RESOURCES_FILTER),
        ({'member_of': [_UUID], 'resources': ['VCPU:1']},),
        ({'required': ['A']}, {'in_tree': [_UUID]}),
    ),
    (trait.GET, ({}, {'name': ['x'], 'associated': ['y']}), ({'z': ['1']},)),
    (
        usage.GET(versions.CONSUMER_TYPES),
        (
            {'project_id': ['p'], 'consumer_type': ['all']},
            {'project_id': ['p'], 'consumer_type': ['unknown']},
            {'project_id': ['p'], 'consumer_type': ['INSTANCE']},
        ),
        ({'project_id': ['p'], 'consumer_type': ['x']},),
    ),
    (
        resource_provider.GET(versions.NESTED_PROVIDERS),
        ({'in_tree': [_UUID]},),
        ({'in_tree': ['x']}, {'required': ['A']}),
    ),
    (
        resource_provider.GET(versions.PROVIDERS_REQUIRED),
        ({'required': ['A', 'B']},),
        ({'forbidden': ['A']},),
    ),
    (
        usage.GET(versions.PROJECT_USAGES),
        ({'project_id': ['p']}, {'project_id': ['p'], 'user_id': ['u']}),
        (
            {},
            {'user_id': ['u']},
            {'project_id': ['']},
            {'project_id': ['p' * 256]},
            {'project_id': ['p'], 'consumer_type': ['x']},
        ),
    ),
)


class TestSchemas(testtools.TestCase):
    def test_bodies(self):
        for schema, good, bad in _BODIES:
            for body in good:
                schema.check_body(body)
            for body in bad:
                self.assertRaises(errors.InvalidBody, schema.check_body, body)

    def test_queries(self):
        for schema, good, bad in _QUERIES:
            for parameters in good:
                schema.check_query(parameters)
            for parameters in bad:
                self.assertRaises(
                    errors.InvalidQuery, schema.check_query, parameters
                )
