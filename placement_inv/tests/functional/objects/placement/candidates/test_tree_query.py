"""The trees that one statement reads, and what it reads of them."""

from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.objects.placement.candidates import tree_query
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_AGGREGATE = frozenset(worlds.AGGREGATES[:1])
_VCPU = {'VCPU': worlds.Inventory(8, used=1, max_unit=4)}
_VGPU = {'VGPU': worlds.Inventory(2)}


def _tree(name, devices, **fields):
    """Return a root with CPUs, and devices below it."""
    return [
        worlds.Provider(name, None, _VCPU, **fields),
        *(worlds.Provider(f'{name}.{n}', name, _VGPU) for n in range(devices)),
    ]


@functional.on_every_database
class TestRead(base.CandidatesTest):
    def _read(self, query, **bounds):
        plan, catalog = self.plan(**query)
        sharers = self.read(sharing_providers.find, plan, catalog)
        with self.count_statements() as counter:
            forest = self.read(tree_query.read, plan, sharers, **bounds)
        self.assertEqual(1, len(counter.statements))
        return forest

    def test_providers_are_read_tree_by_tree(self):
        self.load([*_tree('a', 2), *_tree('b', 0), *_tree('c', 1)])
        forest = self._read({'resources': 'VCPU:1,VGPU:1'})
        self.assertEqual([1, 5], forest.find_roots())
        self.assertEqual([[1], [2, 3]], forest.options(1))
        self.assertEqual([[5], [6]], forest.options(5))
        self.assertEqual({}, forest.parents)
        self.assertEqual({}, forest.stock)

    def test_only_the_first_trees_are_read_or_those_after_one(self):
        self.load([p for name in 'abcd' for p in _tree(name, 1)])
        query = {'resources': 'VCPU:1,VGPU:1'}
        for bounds, expected in (
            ({'at_most': 2}, [1, 3]),
            ({'after': 1, 'at_most': 2}, [3, 5]),
            ({'after': 3}, [5, 7]),
        ):
            self.assertEqual(
                expected, self._read(query, **bounds).find_roots(), bounds
            )

    def test_trees_without_room_do_not_count_as_first(self):
        self.load([*_tree('a', 0), *_tree('b', 0), *_tree('c', 1)])
        forest = self._read({'resources': 'VCPU:1,VGPU:1'}, at_most=1)
        self.assertEqual([3], forest.find_roots())

    def test_conditions_of_the_root_and_of_groups_hold(self):
        self.load(
            [
                *_tree('a', 1, traits=frozenset(('CUSTOM_A',))),
                *_tree('b', 1, aggregates=_AGGREGATE),
                *_tree('c', 1),
            ]
        )
        for query, expected in (
            ({'root_required': 'CUSTOM_A'}, [1]),
            ({'root_required': '!CUSTOM_A'}, [3, 5]),
            ({'member_of': worlds.AGGREGATES[0]}, [3]),
            ({'in_tree': worlds.uuid_of('c.0')}, [5]),
        ):
            query = {'resources': 'VCPU:1,VGPU:1'} | query
            for bounds in ({}, {'at_most': 3}):
                self.assertEqual(
                    expected, self._read(query, **bounds).find_roots(), query
                )

    def test_contested_classes_have_their_stock(self):
        self.load(_tree('a', 1))
        forest = self._read(
            {'resources': 'VCPU:1', 'resources_A': 'VCPU:2,VGPU:1'}
        )
        self.assertEqual({1: {1: (7, 4)}}, forest.stock)

    def test_subtrees_have_the_parents_of_providers(self):
        self.load(_tree('a', 2))
        forest = self._read(
            {
                'resources_A': 'VCPU:1',
                'resources_B': 'VGPU:1',
                'same_subtree': '_A,_B',
                'group_policy': 'none',
            }
        )
        self.assertEqual({2: 1, 3: 1}, forest.parents)

    def test_sharing_providers_serve_members_of_their_aggregate(self):
        share = worlds.Provider(
            'share',
            None,
            _VGPU,
            frozenset((worlds.SHARES,)),
            _AGGREGATE,
        )
        self.load(
            [*_tree('a', 0, aggregates=_AGGREGATE), *_tree('b', 0), share]
        )
        query = {'resources': 'VCPU:1', 'resources_A': 'VGPU:1'}
        for bounds in ({}, {'at_most': 5}):
            forest = self._read(query, **bounds)
            self.assertEqual([1], forest.find_roots(), bounds)
            self.assertEqual([[1], [3]], forest.options(1))
        query['resources'] = 'VCPU:1,VGPU:1'
        self.assertEqual({3: (2, 1000)}, self._read(query, at_most=5).stock[3])
