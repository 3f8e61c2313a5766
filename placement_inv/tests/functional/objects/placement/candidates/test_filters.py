"""The conditions of demands on traits, aggregates and trees."""

import sqlalchemy as sa

from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_ID, _ROOT = base.PROVIDER.c.id, base.PROVIDER.c.root_provider_id
_FIRST, _SECOND = worlds.AGGREGATES[:2]

#: A tree of 1, 2 and 3, and the tree 4.
_PROVIDERS = (
    worlds.Provider(
        'root',
        traits=frozenset(('CUSTOM_A',)),
        aggregates=frozenset((_FIRST,)),
    ),
    worlds.Provider(
        'child',
        'root',
        traits=frozenset(('CUSTOM_B',)),
        aggregates=frozenset((_SECOND,)),
    ),
    worlds.Provider(
        'grandchild', 'child', traits=frozenset(('CUSTOM_A', 'CUSTOM_B'))
    ),
    worlds.Provider('other', aggregates=frozenset((_FIRST, _SECOND))),
)


@functional.on_every_database
class TestFilters(base.CandidatesTest):
    def setUp(self):
        super().setUp()
        self.load(_PROVIDERS)

    def _ids(self, add, *args):
        where = conditions.Conditions()
        add(where, *args)
        return self.select_ids(where)

    def _demand(self, **query):
        plan, _catalog = self.plan(group_policy='none', **query)
        return plan.demands[0]

    def test_a_granular_demand_is_met_by_the_provider_itself(self):
        for query, expected in (
            ({'required1': 'CUSTOM_A'}, [1, 3]),
            ({'required1': 'CUSTOM_A,CUSTOM_B'}, [3]),
            ({'required1': 'in:CUSTOM_A,CUSTOM_B'}, [1, 2, 3]),
            ({'required1': '!CUSTOM_A'}, [2, 4]),
            ({'member_of1': _FIRST}, [1, 4]),
            ({'member_of1': f'in:{_FIRST},{_SECOND}'}, [1, 2, 4]),
            ({'member_of1': f'!{_FIRST}'}, [2, 3]),
            ({'in_tree1': worlds.uuid_of('child')}, [1, 2, 3]),
            (
                {'in_tree1': worlds.uuid_of('root'), 'required1': 'CUSTOM_B'},
                [2, 3],
            ),
        ):
            demand = self._demand(resources1='VCPU:1', **query)
            ids = self._ids(filters.add_demand, demand, _ID, _ROOT)
            self.assertEqual(expected, ids, query)

    def test_a_spread_demand_counts_the_aggregates_of_the_root(self):
        for query, expected in (
            ({'member_of': _FIRST}, [1, 2, 3, 4]),
            ({'member_of': _SECOND}, [2, 4]),
            ({'member_of': f'!{_SECOND}'}, [1, 3]),
            ({'required': 'CUSTOM_A'}, [1, 2, 3, 4]),
            ({'required': '!CUSTOM_A'}, [2, 4]),
            ({'in_tree': worlds.uuid_of('other')}, [4]),
        ):
            demand = self._demand(resources='VCPU:1', **query)
            ids = self._ids(filters.add_demand, demand, _ID, _ROOT)
            self.assertEqual(expected, ids, query)

    def test_a_lone_provider_must_have_all_traits_itself(self):
        for query, expected in (
            ({'required': 'CUSTOM_A'}, [1, 3]),
            ({'member_of': _SECOND}, [2, 4]),
            ({'in_tree': worlds.uuid_of('other')}, [4]),
        ):
            demand = self._demand(resources='VCPU:1', **query)
            ids = self._ids(filters.add_demand_of_lone_provider, demand, _ID)
            self.assertEqual(expected, ids, query)

    def test_a_sharing_provider_is_a_member_itself(self):
        demand = self._demand(
            resources='VCPU:1', member_of=_SECOND, required='CUSTOM_A'
        )
        ids = self._ids(filters.add_demand_of_sharer, demand, _ID, _ROOT)
        self.assertEqual([2, 4], ids)
        demand = self._demand(resources1='VCPU:1', required1='CUSTOM_A')
        ids = self._ids(filters.add_demand_of_sharer, demand, _ID, _ROOT)
        self.assertEqual([1, 3], ids)

    def test_conditions_on_roots(self):
        for query, expected in (
            ({'root_required': 'CUSTOM_A'}, [1, 2, 3]),
            ({'root_required': '!CUSTOM_A'}, [4]),
            ({'member_of': f'!{_SECOND}'}, [1, 2, 3]),
            ({'required': '!CUSTOM_A'}, [1, 2, 3, 4]),
        ):
            plan, _catalog = self.plan(resources='VCPU:1', **query)
            ids = self._ids(filters.add_root_conditions, plan, _ROOT)
            self.assertEqual(expected, ids, query)

    def test_a_mask_has_a_bit_for_each_set_of_traits(self):
        demand = self._demand(resources='VCPU:1', required='CUSTOM_A,CUSTOM_B')
        select = sa.select(_ID, filters.mask(demand, _ID)).order_by(_ID)
        bits = [1 << n for n in range(len(demand.required_traits))]
        first = bits[demand.required_traits.index(frozenset((1,)))]
        second = bits[demand.required_traits.index(frozenset((2,)))]
        self.assertEqual(
            [(1, first), (2, second), (3, first | second), (4, 0)],
            list(map(tuple, self.rows(select))),
        )
