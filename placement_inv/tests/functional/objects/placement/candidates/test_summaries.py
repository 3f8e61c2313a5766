"""The summaries of providers, as the database writes them."""

import orjson

from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import summaries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_NAMED = ((1, 'VCPU'),)
_FIRST = values.Capabilities()
_TRAITS = values.Capabilities(traits=True)
_LAST = values.Capabilities(
    traits=True, all_classes=True, nested_providers=True
)
#: A tree of 1 and 2, and the tree 3.
_PROVIDERS = (
    worlds.Provider(
        'root',
        None,
        {
            'VCPU': worlds.Inventory(
                5, reserved=1, allocation_ratio=1.6, used=2
            ),
            'DISK_GB': worlds.Inventory(9),
        },
        frozenset(('CUSTOM_B', 'CUSTOM_A')),
    ),
    worlds.Provider('child', 'root', {'VGPU': worlds.Inventory(1)}),
    worlds.Provider('other', None, {'VCPU': worlds.Inventory(1)}),
)


@functional.on_every_database
class TestSummaries(base.CandidatesTest):
    def setUp(self):
        super().setUp()
        self.load(_PROVIDERS)

    def _find(
        self, function, ids, capabilities, trait=summaries.TRAIT_ID_AND_NAME
    ):
        return self.read(function, ids, capabilities, _NAMED, trait)

    def _render(self, rows, capabilities, names=None):
        uuids = {number: row.uuid for number, row in rows.items()}
        result = summaries.render(rows.values(), capabilities, uuids, names)
        body = orjson.loads(orjson.dumps(result))
        return [
            body[worlds.uuid_of(provider.name)]
            for provider in _PROVIDERS
            if worlds.uuid_of(provider.name) in body
        ]

    def test_all_providers_of_a_tree_are_read(self):
        self.assertEqual(
            [1, 2], list(self._find(summaries.find_in_trees, {2}, _LAST))
        )
        self.assertEqual(
            [2, 3], list(self._find(summaries.find_providers, {3, 2}, _LAST))
        )

    def test_old_versions_show_the_requested_classes_only(self):
        rows = self._find(summaries.find_providers, {1, 2}, _FIRST)
        self.assertEqual(
            [
                {'resources': {'VCPU': {'capacity': 6, 'used': 2}}},
                {'resources': {}},
            ],
            self._render(rows, _FIRST),
        )

    def test_new_versions_show_all_classes_traits_and_the_tree(self):
        rows = self._find(summaries.find_in_trees, {1}, _LAST)
        root = worlds.uuid_of('root')
        self.assertEqual(
            [
                {
                    'resources': {
                        'VCPU': {'capacity': 6, 'used': 2},
                        'DISK_GB': {'capacity': 9, 'used': 0},
                    },
                    'traits': ['CUSTOM_A', 'CUSTOM_B'],
                    'parent_provider_uuid': None,
                    'root_provider_uuid': root,
                },
                {
                    'resources': {'VGPU': {'capacity': 1, 'used': 0}},
                    'traits': [],
                    'parent_provider_uuid': root,
                    'root_provider_uuid': root,
                },
            ],
            self._render(rows, _LAST),
        )

    def test_names_of_traits_can_be_read_apart(self):
        rows = self._find(
            summaries.find_providers, {1, 3}, _TRAITS, summaries.TRAIT_ID
        )
        names = self.read(summaries.find_trait_names, rows.values())
        self.assertEqual({'1': 'CUSTOM_A', '2': 'CUSTOM_B'}, names)
        self.assertEqual(
            [['CUSTOM_A', 'CUSTOM_B'], []],
            [s['traits'] for s in self._render(rows, _TRAITS, names)],
        )
        # A trait that was deleted in between is left out.
        del names['1']
        first, _other = self._render(rows, _TRAITS, names)
        self.assertEqual(['CUSTOM_B'], first['traits'])

    def test_no_names_need_no_statement(self):
        rows = self._find(summaries.find_providers, {3}, _TRAITS)
        with self.count_statements() as counter:
            names = self.read(summaries.find_trait_names, rows.values())
        self.assertEqual(({}, 0), (names, len(counter.statements)))
