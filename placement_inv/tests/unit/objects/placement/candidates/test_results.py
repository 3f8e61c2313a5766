"""The JSON of candidates, version by version."""

import collections
import unittest

import orjson

from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import results
from placement_inv.tests.candidates import plans

_Row = collections.namedtuple(
    '_Row', 'id uuid parent_provider_id root_provider_id resources traits'
)
#: Tree 1 has the devices 2 and 3; 4 is a tree of its own.
_ROWS = {
    row.id: row
    for row in (
        _Row(1, 'u1', None, 1, '"VCPU":{"capacity":8,"used":0}', None),
        _Row(2, 'u2', 1, 1, '"VGPU":{"capacity":1,"used":0}', None),
        _Row(3, 'u3', 1, 1, '"VGPU":{"capacity":1,"used":0}', None),
        _Row(4, 'u4', None, 4, '"VCPU":{"capacity":8,"used":0}', None),
    )
}
_FIRST = values.Capabilities()
_KEYED = values.Capabilities(keyed_allocations=True)
_LAST = values.Capabilities(
    nested_providers=True, keyed_allocations=True, mappings=True
)


def _decode(candidates):
    return orjson.loads(orjson.dumps(candidates))


def _present(capabilities, plan, combinations, rows=_ROWS):
    return _decode(
        results.present_combinations(
            capabilities, plan, combinations, rows, None
        )
    )


class TestPresentCombinations(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.plan = plans.create(
            plans.group('', {'VCPU': 2}), plans.group('_A', {'VGPU': 1})
        )

    def test_old_versions_list_allocations(self):
        (entry,) = _present(_FIRST, self.plan, [(1, 2)])['allocation_requests']
        self.assertEqual(
            {
                'allocations': [
                    {
                        'resource_provider': {'uuid': 'u1'},
                        'resources': {'VCPU': 2},
                    },
                    {
                        'resource_provider': {'uuid': 'u2'},
                        'resources': {'VGPU': 1},
                    },
                ]
            },
            entry,
        )

    def test_new_versions_key_them_by_provider_and_add_mappings(self):
        (entry,) = _present(_KEYED, self.plan, [(1, 2)])['allocation_requests']
        allocations = {
            'u1': {'resources': {'VCPU': 2}},
            'u2': {'resources': {'VGPU': 1}},
        }
        self.assertEqual({'allocations': allocations}, entry)
        (entry,) = _present(_LAST, self.plan, [(1, 3)])['allocation_requests']
        self.assertEqual({'': ['u1'], '_A': ['u3']}, entry['mappings'])

    def test_amounts_of_several_slots_at_one_provider_add_up(self):
        plan = plans.create(
            plans.group('', {'VCPU': 2}),
            plans.group('_A', {'VCPU': 3, 'VGPU': 1}),
            plans.group('_B', {'VGPU': 1}),
        )
        entries = _present(_LAST, plan, [(1, 1, 2), (1, 4, 1)])[
            'allocation_requests'
        ]
        self.assertEqual(
            [
                {
                    'u1': {'resources': {'VCPU': 5, 'VGPU': 1}},
                    'u2': {'resources': {'VGPU': 1}},
                },
                {
                    'u1': {'resources': {'VCPU': 2, 'VGPU': 1}},
                    'u4': {'resources': {'VCPU': 3, 'VGPU': 1}},
                },
            ],
            [entry['allocations'] for entry in entries],
        )

    def test_a_combination_with_a_deleted_provider_is_left_out(self):
        rows = {number: row for number, row in _ROWS.items() if number != 3}
        body = _present(_LAST, self.plan, [(1, 2), (1, 3)], rows)
        (entry,) = body['allocation_requests']
        self.assertEqual({'u1', 'u2'}, entry['allocations'].keys())
        self.assertEqual({'u1', 'u2'}, body['provider_summaries'].keys())

    def test_whole_trees_are_summarised_where_providers_nest(self):
        for capabilities, uuids in (
            (_LAST, {'u1', 'u2', 'u3'}),
            (_KEYED, {'u1', 'u2'}),
        ):
            body = _present(capabilities, self.plan, [(1, 2)])
            self.assertEqual(uuids, body['provider_summaries'].keys())

    def test_a_group_without_resources_allocates_nothing(self):
        plan = plans.create(plans.group('_A'), plans.group('_B', {'VCPU': 1}))
        body = _present(_LAST, plan, [(2, 4)])
        (entry,) = body['allocation_requests']
        self.assertEqual(
            {'u4': {'resources': {'VCPU': 1}}}, entry['allocations']
        )
        self.assertEqual({'_A': ['u2'], '_B': ['u4']}, entry['mappings'])
        self.assertEqual({'u4'}, body['provider_summaries'].keys())


class TestPresentSingleProviders(unittest.TestCase):
    def test_each_provider_gives_all_amounts(self):
        plan = plans.create(
            plans.group('', {'VCPU': 2}),
            plans.group('_A', {'VCPU': 3, 'DISK_GB': 1}),
        )
        body = _decode(
            results.present_single_providers(
                _LAST, plan, [_ROWS[1], _ROWS[4]], None
            )
        )
        self.assertEqual(
            [
                {
                    'allocations': {
                        uuid: {'resources': {'VCPU': 5, 'DISK_GB': 1}}
                    },
                    'mappings': {'': [uuid], '_A': [uuid]},
                }
                for uuid in ('u1', 'u4')
            ],
            body['allocation_requests'],
        )
        self.assertEqual({'u1', 'u4'}, body['provider_summaries'].keys())
