"""Hosts over HTTP: lists below other rows, and errors."""

from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world


class TestSublists(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')
        self.host = self.make_host(self.inventory)

    def _hosts(self, path):
        return [row['name'] for row in self.ask('GET', path).json['results']]

    def test_the_path_decides_the_inventory_of_a_new_host(self):
        other = self.make_inventory('Other')
        answer = self.ask(
            'POST',
            f'inventories/{self.inventory.id}/hosts/',
            {'name': 'web02', 'inventory': other.id},
        )
        self.assertEqual(self.inventory.id, answer.json['inventory'])
        self.assertEqual(answer.json['url'], answer.headers['Location'])

    def test_an_id_moves_a_host_or_deletes_it(self):
        other = self.make_inventory('Other')
        path = f'inventories/{other.id}/hosts/'
        self.assertEqual(
            204, self.ask('POST', path, {'id': self.host.id}).status_int
        )
        self.assertEqual(['web01'], self._hosts(path))
        self.ask('POST', path, {'id': self.host.id, 'disassociate': True})
        self.assertEqual([], self._hosts('hosts/'))

    def test_a_new_host_of_a_group_is_in_its_inventory(self):
        path = f'groups/{self.group.id}/hosts/'
        host = self.create(path, name='web02')
        self.assertEqual(self.inventory.id, host['inventory'])
        self.assertEqual(['web02'], self._hosts(path))

    def test_creation_in_a_group_needs_the_right_to_write_hosts(self):
        self.forbid('host_inventory:hosts:write')
        path = f'groups/{self.group.id}/hosts/'
        answer = self.ask('POST', path, {'name': 'web02'})
        self.assertEqual(403, answer.status_int)
        answer = self.ask('POST', path, {'id': self.host.id})
        self.assertEqual(204, answer.status_int)


class TestErrors(api.ApiTest):
    __test__ = True

    def test_the_list_of_all_hosts_has_errors_of_its_own_shape(self):
        for query, text in (
            ('page=99', 'Invalid page.'),
            ('bogus=1', 'bogus'),
            ('host_filter=bogus%3D1', 'bogus'),
        ):
            answer = self.ask('GET', f'hosts/?{query}')
            self.assertEqual(400, answer.status_int, query)
            self.assertEqual(['error'], list(answer.json), query)
            self.assertIn(text, answer.json['error'])

    def test_other_lists_have_the_usual_errors(self):
        inventory = self.make_inventory()
        answer = self.ask('GET', f'inventories/{inventory.id}/hosts/?page=99')
        self.assertEqual(
            (404, {'detail': 'Invalid page.'}),
            (answer.status_int, answer.json),
        )

    def test_a_stale_generation_changes_nothing(self):
        host = self.make_host(self.make_inventory())
        path = f'hosts/{host.id}/'
        for body, headers, status in (
            ({'generation': 7}, {}, 409),
            ({}, {'If-Match': '"7"'}, 412),
            ({'generation': 0}, {'If-Match': '"0"'}, 200),
        ):
            answer = self.ask(
                'PATCH', path, {**body, 'description': 'x'}, headers=headers
            )
            self.assertEqual(status, answer.status_int, (body, headers))
