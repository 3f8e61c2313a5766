"""Bulk requests over HTTP: their limit and their keys."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.handlers.host_inventory import api


class TestBulk(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()

    def _create(self, *names, key=None, **options):
        return self.ask(
            'POST',
            'bulk/host_create/',
            {
                'inventory': self.inventory.id,
                'hosts': [{'name': name} for name in names],
            },
            headers={'Idempotency-Key': key} if key else None,
            **options,
        )

    def _count(self):
        return self.ask('GET', 'hosts/').json['count']

    def test_operations_are_named_from_their_version_on(self):
        for version, count in (
            (versions.BULK_HOSTS, 2),
            (versions.BULK_EDITS, 5),
        ):
            names = self.ask('GET', 'bulk/', version=version).json
            self.assertEqual(count, len(names))

    def test_new_hosts_are_shown_with_defaults(self):
        body = self._create('web01').json
        (host,) = body['hosts']
        self.assertEqual(
            (
                'web01',
                True,
                '',
                f'/api/v2/inventories/{self.inventory.id}/',
                f'/api/v2/hosts/{host["id"]}/',
            ),
            (
                host['name'],
                host['enabled'],
                host['variables'],
                host['inventory'],
                host['url'],
            ),
        )

    def test_too_many_hosts_are_refused_before_anything_else(self):
        self.set_option('max_bulk_hosts', 1)
        answer = self._create('a', 'b')
        self.assertEqual(400, answer.status_int)
        self.assertIn('BULK_HOST_MAX_CREATE', answer.text)
        answer = self.ask('POST', 'bulk/host_delete/', {'hosts': ['x', 'y']})
        self.assertEqual(
            (['1'], ['2']),
            (answer.json['BULK_HOST_MAX_DELETE'], answer.json['Hosts_count']),
        )
        self.assertEqual(0, self._count())

    def test_a_request_with_a_key_is_done_once(self):
        first = self._create('a', key='k1')
        again = self._create('a', key='k1')
        self.assertEqual(first.json, again.json)
        self.assertEqual((201, 201), (first.status_int, again.status_int))
        self.assertNotIn('Idempotent-Replayed', first.headers)
        self.assertEqual('true', again.headers['Idempotent-Replayed'])
        self.assertEqual(1, self._count())

    def test_a_key_is_for_one_request(self):
        self._create('a', key='k1')
        self.assertEqual(409, self._create('b', key='k1').status_int)
        self.assertEqual(201, self._create('b', key='k2').status_int)

    def test_a_failed_request_can_be_repeated(self):
        self._create('a')
        self.assertEqual(400, self._create('a', key='k1').status_int)
        self.ask(
            'DELETE',
            f'hosts/a++{self.inventory.name}'
            f'++{self.inventory.organization.name}/',
        )
        self.assertEqual(201, self._create('a', key='k1').status_int)

    def test_an_invalid_key_is_refused(self):
        for key in ('a b', 'k' * 256, '\xe9'):
            self.assertEqual(400, self._create('a', key=key).status_int, key)

    def test_before_its_version_a_key_is_ignored(self):
        for number in range(2):
            answer = self._create(
                f'h{number}', key='k1', version=versions.CONSTRUCTED
            )
            self.assertEqual(201, answer.status_int)

    def test_deleted_hosts_are_named(self):
        host = self.make_host(self.inventory, 'web01')
        answer = self.ask('POST', 'bulk/host_delete/', {'hosts': [host.id]})
        self.assertEqual(
            {'hosts': {str(host.id): 'The host web01 was deleted'}},
            answer.json,
        )
