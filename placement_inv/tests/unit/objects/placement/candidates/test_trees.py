"""Trees with providers in every pool, and the choices of each slot."""

import unittest

from placement_inv.objects.placement.candidates import pools
from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.objects.placement.candidates import trees
from placement_inv.tests.candidates import plans
from placement_inv.tests.unit.objects.placement.candidates import forests


class TestForest(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.plan = plans.create(plans.group('', {'VCPU': 1, 'DISK_GB': 1}))

    def test_a_tree_needs_a_provider_in_every_pool(self):
        forest = forests.create(self.plan, [[7, 5], [6]], root=2)
        forests.add_tree(forest, self.plan, [[8], []], root=3)
        forests.add_tree(forest, self.plan, [[1], [1]], root=1)
        self.assertEqual([1, 2], forest.find_roots())

    def test_slots_choose_in_the_order_of_ids(self):
        forest = forests.create(self.plan, [[7, 5], [6]])
        self.assertEqual([[5, 7], [6]], forest.options(1))
        self.assertEqual({5: 1, 6: 1, 7: 1}, forest.roots)

    def test_slots_of_one_pool_have_the_same_choices(self):
        plan = plans.create(
            plans.group('_A', {'VGPU': 1}), plans.group('_B', {'VGPU': 1})
        )
        forest = forests.create(plan, [[3, 4]])
        self.assertEqual([[3, 4], [3, 4]], forest.options(1))

    def test_sharing_providers_serve_the_trees_of_their_aggregates(self):
        sharers = sharing_providers.Sharers(self.plan)
        sharers.add(1, 9, 40)
        sharers.roots[9] = 9
        forest = forests.create(self.plan, [[5], []], sharers)
        forests.add_tree(forest, self.plan, [[6], []], root=2)
        self.assertEqual([], forest.find_roots())
        # Only the first tree is a member of the aggregate.
        forest.add_memberships([(0, 1, 40, 0, 0), (0, 2, 41, 0, 0)])
        self.assertEqual([1], forest.find_roots())
        self.assertEqual([[5], [9]], forest.options(1))
        self.assertEqual(9, forest.roots[9])

    def test_bits_tell_the_pools_of_a_provider(self):
        forest = trees.Forest(self.plan, sharing_providers.Sharers(self.plan))
        pool_select = pools.PoolSelect(self.plan.demands[0], (0, 1))
        forest.add_providers(
            pool_select,
            [(0, 1, 5, 0b10, 0b01), (0, 1, 6, 0b01, 0b11)],
        )
        self.assertEqual([[5, 6], [6]], forest.options(1))
        self.assertEqual({5: 0b10, 6: 0b01}, forest.masks)

    def test_stock_and_parents_are_kept_by_provider(self):
        forest = forests.create(self.plan, [[5], [5]])
        forest.add_stock([(2, 1, 5, 8, 4)])
        forest.add_parents([(3, 5, 1, 0, 0)])
        self.assertEqual({5: (8, 4)}, forest.stock[1])
        self.assertEqual({5: 1}, forest.parents)
