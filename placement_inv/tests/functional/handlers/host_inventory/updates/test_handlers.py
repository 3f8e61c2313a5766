"""Inventory updates over HTTP: cancelation, deletion, events and output."""

from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world


class UpdateTest(api.ApiTest):
    """A test with an update that has not begun yet."""

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        source = self.make_source(self.inventory)
        self.source = f'inventory_sources/{source.id}/'
        self.update = self.create(f'{self.source}update/')
        self.path = f'inventory_updates/{self.update["id"]}/'


class TestUpdates(UpdateTest):
    __test__ = True

    def test_an_update_is_canceled_once(self):
        self.assertTrue(
            self.ask('GET', f'{self.path}cancel/').json['can_cancel']
        )
        answer = self.ask('POST', f'{self.path}cancel/')
        self.assertEqual(202, answer.status_int)
        answer = self.ask('POST', f'{self.path}cancel/')
        self.assertEqual(405, answer.status_int)
        self.assertEqual('GET, HEAD, OPTIONS', answer.headers['Allow'])
        self.assertFalse(
            self.ask('GET', f'{self.path}cancel/').json['can_cancel']
        )

    def test_only_an_update_that_is_over_is_deleted(self):
        self.assertEqual(403, self.ask('DELETE', self.path).status_int)
        self.ask('POST', f'{self.path}cancel/')
        self.assertEqual(204, self.ask('DELETE', self.path).status_int)
        self.assertEqual(404, self.ask('GET', self.path).status_int)

    def test_a_source_lists_its_own(self):
        other = self.make_source(self.inventory, 'other')
        self.create(f'inventory_sources/{other.id}/update/')
        for path, count in (
            ('inventory_updates/', 2),
            (f'{self.source}inventory_updates/', 1),
        ):
            self.assertEqual(count, self.ask('GET', path).json['count'])

    def test_updates_have_no_names(self):
        for path in ('', 'cancel/', 'events/', 'stdout/'):
            answer = self.ask('GET', f'inventory_updates/estate/{path}')
            self.assertEqual(404, answer.status_int, path)


class TestEvents(UpdateTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            connection.execute(
                world.EVENTS.insert(),
                [
                    {
                        'inventory_update_id': self.update['id'],
                        'counter': number + 1,
                        'stdout': f'line {number}',
                        'start_line': number,
                        'end_line': number + 1,
                    }
                    for number in range(30)
                ],
            )
        self.events = f'{self.path}events/'

    def test_a_limit_is_a_page_without_a_count(self):
        for limit, size in (('2', 2), ('9999', 30)):
            body = self.ask('GET', f'{self.events}?limit={limit}').json
            self.assertEqual(size, len(body['results']))
            self.assertNotIn('count', body)

    def test_an_invalid_limit_is_ignored(self):
        for limit in ('0', '-1', 'x', '10000'):
            body = self.ask('GET', f'{self.events}?limit={limit}').json
            self.assertEqual(30, body['count'], limit)

    def test_a_page_is_larger_than_elsewhere(self):
        answer = self.ask('GET', self.events)
        self.assertEqual(30, len(answer.json['results']))
        self.assertIn('X-UI-Max-Events', answer.headers)
        body = self.ask('GET', f'{self.events}?page_size=5').json
        self.assertEqual(5, len(body['results']))

    def test_output_is_one_text(self):
        answer = self.ask('GET', f'{self.path}stdout/?format=txt')
        self.assertTrue(answer.text.startswith('line 0\nline 1\n'))
        self.assertEqual(
            404,
            self.ask('GET', f'{self.path}stdout/?format=pdf').status_int,
        )
