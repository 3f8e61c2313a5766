"""The requests of the service user, to a small Keystone."""

import testtools

from placement_inv import conf
from placement_inv import exceptions
from placement_inv.tests.fixtures import small_keystone
from placement_inv.web import keystone_client


class TestClient(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.keystone = self.useFixture(small_keystone.SmallKeystone())
        self.conf = conf.load(config_files=[])
        self.keystone.configure(self.conf)
        self.now = 0.0
        self.client = keystone_client.KeystoneClient(
            self.conf, threads=2, clock=lambda: self.now
        )

    def _find(self, row_id='service-user'):
        return self.client.find('user', row_id)

    def _assert_unavailable(self):
        with self.assertLogs(keystone_client.LOG, 'ERROR'):
            self.assertRaises(exceptions.IdentityUnavailable, self._find)

    def test_a_resource_is_found_by_its_id_alone(self):
        self.assertEqual('placement', self._find()['name'])
        for row_id in ('nobody', '../users', 'a/b', 'a?b', '', 'x y', 'é'):
            self.assertIsNone(self._find(row_id), row_id)

    def test_after_a_failed_connection_keystone_has_a_pause(self):
        self.keystone.stop()
        self._assert_unavailable()
        self.keystone.start()
        self.assertRaises(exceptions.IdentityUnavailable, self._find)
        self.now = 2.0
        self.assertIsNotNone(self._find())

    def test_other_answers_are_none_of_keystone(self):
        self._find()
        for status in (200, 403, 404, 429, 500):
            self.keystone.failures['/v3/users'] = status
            self._assert_unavailable()
        self.keystone.failures.clear()
        self.assertIsNotNone(self._find())

    def test_a_resource_without_its_keys_is_none(self):
        self.keystone.projects['broken'] = {'id': 'broken'}
        with self.assertLogs(keystone_client.LOG, 'ERROR') as logs:
            self.assertRaises(
                exceptions.IdentityUnavailable,
                self.client.find,
                'project',
                'broken',
            )
        self.assertIn('is no project', logs.output[0])

    def test_threads_that_ask_are_limited(self):
        self.patch(keystone_client, '_PATIENCE', 0)
        self.client._places.acquire()
        self.assertRaises(exceptions.IdentityUnavailable, self._find)
        self.client._places.release()
        self.assertIsNotNone(self._find())

    def test_a_plugin_without_an_address_checks_no_passwords(self):
        self.conf.set_override('auth_type', 'none', 'keystone_authtoken')
        with self.assertLogs(keystone_client.LOG, 'ERROR') as logs:
            self.assertRaises(
                exceptions.IdentityUnavailable,
                self.client.log_in,
                'x',
                username='a',
                user_domain_name='Default',
            )
        self.assertIn('has no auth_url', logs.output[0])
