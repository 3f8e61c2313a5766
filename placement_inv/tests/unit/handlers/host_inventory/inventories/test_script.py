"""The parameters of a request for a whole inventory."""

from unittest import mock

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.inventories import script
from placement_inv.objects.host_inventory import errors
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestShow(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.objects = self.enterContext(
            mock.patch.multiple(
                script.script,
                get_of_inventory=mock.DEFAULT,
                get_of_host=mock.DEFAULT,
            )
        )
        self.objects['get_of_inventory'].return_value = {'all': {}}
        self.objects['get_of_host'].return_value = {'a': 1}

    def _show(self, query='', version=versions.history.last):
        return script.show.handler(
            requests.make(
                f'/?{query}', version=version, path_items={'id': '7'}
            )
        )

    def _options(self, query='', **options):
        self._show(query, **options)
        (_ctx, key, options, *_rest), _ = self.objects[
            'get_of_inventory'
        ].call_args
        self.assertEqual(7, key)
        return options

    def test_a_host_is_asked_for_by_its_name(self):
        self.assertEqual({'a': 1}, self._show('host=web01').json)
        _ctx, key, name, _options = self.objects['get_of_host'].call_args.args
        self.assertEqual((7, 'web01'), (key, name))
        self.objects['get_of_inventory'].assert_not_called()

    def test_any_text_sets_a_flag(self):
        for text in ('1', '0', 'false'):
            self.assertTrue(self._options(f'all={text}').include_disabled)
            self.assertTrue(self._options(f'towervars={text}').towervars)
        options = self._options('all=')
        self.assertFalse(options.include_disabled or options.towervars)

    def test_a_subset_is_a_slice(self):
        options = self._options('subset=slice2of5')
        self.assertEqual(script.script.Slice(2, 5), options.slice)
        self.assertEqual(script.script.Slice(), self._options().slice)
        for text in (
            'slice0of5',
            'slice6of5',
            'slice1',
            'slice1of0',
            'x',
            'slice1of1111111111',
        ):
            self.assertRaises(
                errors.InvalidSlice, self._show, f'subset={text}'
            )

    def test_hostvars_are_written_into_the_document(self):
        def get(_ctx, _key, options, members):
            self.assertTrue(options.hostvars)
            pairs = [('web01', {'a': 1}), ('web02', {})]
            return {'all': {}, '_meta': {'hostvars': members(pairs)}}

        self.objects['get_of_inventory'].side_effect = get
        self.assertEqual(
            {
                'all': {},
                '_meta': {'hostvars': {'web01': {'a': 1}, 'web02': {}}},
            },
            self._show('hostvars=1').json,
        )

    def test_pending_inventories_are_hidden_from_their_version_on(self):
        for version in (versions.CHANGE_RECORD, versions.HIDDEN_DELETIONS):
            options = self._options(version=version)
            self.assertEqual(
                version == versions.HIDDEN_DELETIONS, options.hides_pending
            )
