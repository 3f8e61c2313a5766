"""The launch of updates over HTTP: of one source, or of all."""

from placement_inv.tests.functional.handlers.host_inventory import api


class TestLaunch(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.path = (
            f'inventories/{self.inventory.id}/update_inventory_sources/'
        )

    def _make_source(self, name, source_path):
        return self.make_source(self.inventory, name, source_path)

    def test_an_updatable_source_starts_an_update(self):
        source = self._make_source('estate', 'estate')
        path = f'inventory_sources/{source.id}/update/'
        self.assertEqual({'can_update': True}, self.ask('GET', path).json)
        answer = self.ask('POST', path)
        update = answer.json
        self.assertEqual(202, answer.status_int)
        self.assertEqual(update['url'], answer.headers['Location'])
        self.assertEqual(update['id'], update['inventory_update'])
        self.assertEqual(source.id, update['inventory_source'])

    def test_a_source_that_cannot_be_updated_is_405(self):
        source = self._make_source('empty', '')
        path = f'inventory_sources/{source.id}/update/'
        self.assertEqual({'can_update': False}, self.ask('GET', path).json)
        answer = self.ask('POST', path)
        self.assertEqual(405, answer.status_int)
        self.assertEqual('GET, HEAD, OPTIONS', answer.headers['Allow'])

    def test_none_is_400_and_some_are_202(self):
        for source_paths, status in (
            (('',), 400),
            (('', 'estate'), 202),
        ):
            for source_path in source_paths:
                self._make_source(f'{status}{source_path}', source_path)
            answer = self.ask('POST', self.path)
            self.assertEqual(status, answer.status_int)
        launches = {row['status'] for row in answer.json}
        self.assertEqual(
            {
                'started',
                'Could not start because `can_update` returned False',
            },
            launches,
        )

    def test_all_sources_start_with_200(self):
        sources = [self._make_source(name, 'estate').id for name in ('a', 'b')]
        answer = self.ask('POST', self.path)
        self.assertEqual(200, answer.status_int)
        self.assertEqual(
            [(source_id, 'started') for source_id in sources],
            [(row['inventory_source'], row['status']) for row in answer.json],
        )

    def test_the_list_shows_which_sources_can_be_updated(self):
        can = self._make_source('a', 'estate')
        cannot = self._make_source('b', '')
        self.assertEqual(
            [
                {'inventory_source': can.id, 'can_update': True},
                {'inventory_source': cannot.id, 'can_update': False},
            ],
            self.ask('GET', self.path).json,
        )
