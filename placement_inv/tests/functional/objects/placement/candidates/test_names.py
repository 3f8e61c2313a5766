"""The ids of the names in a request, from one statement."""

from placement_inv.objects.placement import errors
from placement_inv.objects.placement.candidates import names
from placement_inv.objects.placement.candidates import request as values
from placement_inv.tests.candidates import plans
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base


@functional.on_every_database
class TestLookUp(base.CandidatesTest):
    def _look_up(self, *groups, **fields):
        return self.read(names.look_up, values.Request(groups, **fields))

    def test_ids_of_all_kinds_cost_one_statement(self):
        self.load([worlds.Provider('root'), worlds.Provider('child', 'root')])
        group = plans.group(
            '_A',
            {'VGPU': 1, 'VCPU': 1},
            required_traits=(frozenset(('CUSTOM_A', 'CUSTOM_C')),),
            forbidden_traits=frozenset(('CUSTOM_B',)),
            member_of=(frozenset(worlds.AGGREGATES[:1]),),
            not_member_of=frozenset((worlds.AGGREGATES[1], 'nowhere')),
            in_tree=worlds.uuid_of('child'),
        )
        with self.count_statements() as counter:
            catalog = self._look_up(
                group, root_required=frozenset((worlds.SHARES,))
            )
        self.assertEqual(1, len(counter.statements))
        self.assertEqual({'VCPU': 1, 'VGPU': 3}, catalog.classes)
        self.assertEqual(
            {'CUSTOM_A': 1, 'CUSTOM_B': 2, 'CUSTOM_C': 3, worlds.SHARES: 4},
            catalog.traits,
        )
        self.assertEqual(
            {worlds.AGGREGATES[0]: 1, worlds.AGGREGATES[1]: 2},
            catalog.aggregates,
        )
        self.assertEqual({worlds.uuid_of('child'): 1}, catalog.trees)

    def test_unknown_classes_and_traits_are_refused(self):
        error = self.assertRaises(
            errors.UnknownResourceClass,
            self._look_up,
            plans.group('', {'VCPU': 1, 'CUSTOM_X': 1}),
        )
        self.assertIn('CUSTOM_X', str(error))
        for fields in (
            {'root_forbidden': frozenset(('CUSTOM_X',))},
            {'root_required': frozenset(('CUSTOM_X',))},
        ):
            error = self.assertRaises(
                errors.UnknownTraitsInQuery, self._look_up, **fields
            )
            self.assertIn('CUSTOM_X', str(error))

    def test_an_unknown_tree_is_left_out(self):
        group = plans.group('', {'VCPU': 1}, in_tree=worlds.uuid_of('nowhere'))
        self.assertEqual({}, self._look_up(group).trees)

    def test_the_catalog_tells_whether_providers_nest_or_share(self):
        lone = worlds.Provider('lone')
        child = worlds.Provider('child', 'lone')
        shares = worlds.Provider('share', traits=frozenset((worlds.SHARES,)))
        for providers, is_nested, sharing_trait in (
            ([], False, None),
            ([lone], False, None),
            ([lone, child], True, None),
            ([lone, shares], False, 4),
        ):
            self.load(providers)
            catalog = self._look_up(plans.group('', {'VCPU': 1}))
            self.assertIs(is_nested, catalog.is_nested)
            self.assertEqual(sharing_trait, catalog.sharing_trait)
            self.assertIs(
                not is_nested and sharing_trait is None, catalog.is_flat
            )
