"""The providers that can serve trees of their aggregates."""

from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_FIRST, _SECOND = worlds.AGGREGATES[:2]
_MEMBER = frozenset((_FIRST,))
_DISK = {'DISK_GB': worlds.Inventory(10)}


def _share(name, *aggregates, inventories=_DISK, traits=(), parent=None):
    return worlds.Provider(
        name,
        parent,
        inventories,
        frozenset((worlds.SHARES, *traits)),
        frozenset(aggregates),
    )


@functional.on_every_database
class TestFind(base.CandidatesTest):
    def _find(self, **query):
        plan, catalog = self.plan(**query)
        return self.read(sharing_providers.find, plan, catalog)

    def test_sharing_providers_with_capacity_are_found_by_aggregate(self):
        self.load(
            [
                worlds.Provider(
                    'host', None, _DISK, aggregates=frozenset((_FIRST,))
                ),
                _share('both', _FIRST, _SECOND),
                _share('child', _FIRST, parent='host'),
                _share('full', _FIRST, inventories={}),
                _share('alone'),
            ]
        )
        sharers = self._find(resources='VCPU:1,DISK_GB:5')
        self.assertEqual({2: 2, 3: 1}, sharers.roots)
        self.assertEqual(((), (1, 2)), sharers.aggregates)
        self.assertEqual({2, 3}, sharers.find_shared(1, {1}))
        self.assertEqual({2}, sharers.find_shared(1, {2, 99}))
        self.assertEqual(set(), sharers.find_shared(0, {1, 2}))

    def test_a_combination_of_sharing_providers_repeats_in_other_trees(self):
        self.load([_share('a', _FIRST), _share('b', _FIRST)])
        sharers = self._find(resources='DISK_GB:5')
        self.assertTrue(sharers.may_repeat((1, 2)))
        self.assertFalse(sharers.may_repeat((1, 3)))

    def test_without_the_trait_no_statement_is_needed(self):
        self.load([worlds.Provider('host', None, _DISK)])
        plan, catalog = self.plan(resources='DISK_GB:5')
        with self.count_statements() as counter:
            sharers = self.read(sharing_providers.find, plan, catalog)
        self.assertEqual(0, len(counter.statements))
        self.assertEqual({}, sharers.roots)
        self.assertFalse(sharers.may_repeat(()))

    def test_masks_are_those_of_spread_demands(self):
        self.load([_share('a', _FIRST, traits=('CUSTOM_A',))])
        query = {'resources': 'DISK_GB:5', 'required': 'CUSTOM_A'}
        self.assertEqual({1: 0b1}, self._find(**query).masks)
        query = {'resources1': 'DISK_GB:5', 'required1': 'CUSTOM_A'}
        self.assertEqual({}, self._find(**query).masks)

    def test_a_spread_group_in_a_tree_is_not_served_from_outside(self):
        self.load([_share('a', _FIRST)])
        tree = worlds.uuid_of('a')
        sharers = self._find(resources='DISK_GB:5', in_tree=tree)
        self.assertEqual({}, sharers.roots)
        sharers = self._find(resources1='DISK_GB:5', in_tree1=tree)
        self.assertEqual({1: 1}, sharers.roots)
