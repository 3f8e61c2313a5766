"""The `awx` command of AWX, as an operator types it."""

import json
import subprocess

import testtools

from placement_inv.tests.fixtures import controller


class AwxTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.controller = self.useFixture(controller.Controller())

    def _run(self, *words, **environment):
        return subprocess.run(
            ['awx', '--conf.color', 'false', *words],
            capture_output=True,
            text=True,
            env=self.controller.environment | environment,
            cwd=self.controller.home,
            timeout=120,
        )

    def _say(self, *words, **environment):
        """Return what a command that succeeds prints."""
        done = self._run(*words, **environment)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def _awx(self, *words, **environment):
        """Return what a command that succeeds prints, parsed."""
        return json.loads(self._say(*words, **environment))

    def _made(self, resource, **fields):
        return self._awx(resource, 'create', *_flags(fields))

    def _an_inventory(self):
        self._made('organizations', name='Engineering')
        return self._made(
            'inventory', name='Production', organization='Engineering'
        )


class TestResources(AwxTest):
    def test_rows_are_made_read_changed_and_deleted(self):
        made = self._made(
            'organizations', name='Engineering', description='Builders'
        )
        self.assertEqual('Builders', made['description'])
        inventory = self._made(
            'inventory',
            name='Production',
            organization='Engineering',
            variables='{"region": "north"}',
        )
        self.assertEqual('{"region": "north"}', inventory['variables'])
        host = self._made(
            'hosts',
            name='web01',
            inventory='Production',
            enabled='true',
            variables='port: 80',
        )
        self.assertEqual('{"port": 80}', host['variables'])
        group = self._made('groups', name='web', inventory='Production')
        self.assertEqual(
            inventory['id'], group['summary_fields']['inventory']['id']
        )
        changed = self._awx('hosts', 'modify', 'web01', '--enabled', 'false')
        self.assertFalse(changed['enabled'])
        self.assertEqual('{"port": 80}', changed['variables'])
        self._awx('inventory', 'modify', 'Production', '--description', 'd')
        shown = self._awx('inventory', 'get', 'Production')
        self.assertEqual(
            ('d', 1), (shown['description'], shown['total_hosts'])
        )
        listed = self._say(
            'hosts', 'list', '--inventory', 'Production', '-f', 'human'
        )
        self.assertIn('web01', listed)
        self.assertEqual(
            0, self._awx('inventory', 'list', '--kind', 'smart')['count']
        )
        for resource, name in (
            ('groups', 'web'),
            ('hosts', 'web01'),
            ('inventory', 'Production'),
            ('organizations', 'Engineering'),
        ):
            self._say(resource, 'delete', name)
        for noun in ('groups', 'hosts', 'organizations'):
            self.assertEqual(0, self.controller.count(noun))

    def test_rows_of_each_kind_are_changed_and_read_by_name(self):
        make = self.controller.make
        owner = make('organizations', name='Engineering')
        inventory = make('inventories', name='Production', organization=owner)
        for noun, fields in (
            ('hosts', {'name': 'web01'}),
            ('groups', {'name': 'web'}),
            ('inventory_sources', {'name': 'cloud', 'source': 'ec2'}),
        ):
            make(noun, inventory=inventory, **fields)
        token = self._awx('login')['token']
        only_token = {
            'CONTROLLER_USERNAME': '',
            'CONTROLLER_PASSWORD': '',
            'CONTROLLER_OAUTH_TOKEN': token,
        }
        for noun, name in (
            ('organizations', 'Engineering'),
            ('inventory', 'Production'),
            ('hosts', 'web01'),
            ('groups', 'web'),
            ('inventory_sources', 'cloud'),
        ):
            told = f'about {name}'
            self._awx(
                noun, 'modify', name, '--description', told, **only_token
            )
            shown = self._awx(noun, 'get', name, **only_token)
            self.assertEqual(
                (name, told), (shown['name'], shown['description'])
            )
            listed = self._awx(noun, 'list', '--name', name, **only_token)
            self.assertEqual(
                [(name, told)],
                [
                    (row['name'], row['description'])
                    for row in listed['results']
                ],
            )

    def test_all_pages_of_a_list_are_read(self):
        inventory = self._an_inventory()
        hosts = [{'name': f'node{number:02}'} for number in range(60)]
        self._awx(
            'bulk',
            'host_create',
            '--inventory',
            str(inventory['id']),
            '--hosts',
            json.dumps(hosts),
        )
        listed = self._awx('hosts', 'list', '--all', '--order_by=-name')
        self.assertEqual(60, len(listed['results']))
        self.assertEqual('node59', listed['results'][0]['name'])
        ids = [row['id'] for row in listed['results'][:50]]
        self._awx('bulk', 'host_delete', '--hosts', json.dumps(ids))
        self.assertEqual(10, self.controller.count('hosts'))

    def test_what_is_refused_is_told(self):
        self._made('organizations', name='Engineering')
        again = self._run('organizations', 'create', '--name', 'Engineering')
        self.assertEqual(1, again.returncode)
        self.assertIn('already exists', again.stdout + again.stderr)
        missing = self._run('organizations', 'get', 'Research')
        self.assertEqual(2, missing.returncode)


class TestUpdates(AwxTest):
    def test_an_update_is_started_and_watched(self):
        self._an_inventory()
        source = self._made(
            'inventory_sources',
            name='estate',
            inventory='Production',
            source='file',
            source_path=str(controller.ESTATE),
            overwrite='true',
        )
        self.assertTrue(source['overwrite'])
        watched = self._say(
            'inventory_sources', 'update', 'estate', '--monitor'
        )
        self.assertIn('Loaded hosts: 237 added', watched)
        self.assertIn('"status": "successful"', watched)
        (update,) = self._awx('inventory_updates', 'list')['results']
        said = self._say('inventory_updates', 'stdout', str(update['id']))
        self.assertIn('Loaded hosts: 237 added', said)
        shown = self._awx('inventory_updates', 'get', str(update['id']))
        self.assertEqual('successful', shown['status'])
        self.assertEqual('admin', shown['launched_by']['name'])
        listed = self._awx(
            'inventory_sources', 'list', '--status', 'successful'
        )
        self.assertEqual(1, listed['count'])
        self._say('inventory_sources', 'delete', 'estate')

    def test_an_update_that_fails_says_so(self):
        self._an_inventory()
        self._made(
            'inventory_sources',
            name='broken',
            inventory='Production',
            source='file',
            source_path=str(controller.ESTATE.parent / 'broken'),
        )
        failed = self._run('inventory_sources', 'update', 'broken', '--wait')
        self.assertEqual(1, failed.returncode, failed.stdout)


class TestAccess(AwxTest):
    def test_a_password_is_exchanged_for_a_token(self):
        token = self._awx('login')['token']
        only_token = {
            'CONTROLLER_USERNAME': '',
            'CONTROLLER_PASSWORD': '',
            'CONTROLLER_OAUTH_TOKEN': token,
        }
        me = self._awx('me', **only_token)
        self.assertEqual('admin', me['results'][0]['username'])
        made = self._awx(
            'organizations', 'create', '--name', 'Engineering', **only_token
        )
        self.assertEqual(
            'admin', made['summary_fields']['created_by']['username']
        )
        (listed,) = self._awx('tokens', 'list')['results']
        self.assertNotIn(token, json.dumps(listed))
        self._say('tokens', 'delete', str(listed['id']))
        refused = self._run('organizations', 'list', **only_token)
        self.assertEqual(1, refused.returncode)
        self.assertIn('Valid credentials were not provided', refused.stderr)

    def test_a_token_for_reading_does_not_write(self):
        token = self._awx('login', '--conf.scope', 'read')['token']
        only_token = {'CONTROLLER_OAUTH_TOKEN': token}
        self._awx('organizations', 'list', **only_token)
        refused = self._run(
            'organizations', 'create', '--name', 'Engineering', **only_token
        )
        self.assertEqual(1, refused.returncode)
        self.assertEqual(0, self.controller.count('organizations'))

    def test_a_wrong_password_is_refused(self):
        refused = self._run('hosts', 'list', CONTROLLER_PASSWORD='wrong')
        self.assertEqual(1, refused.returncode)
        self.assertIn('Valid credentials were not provided', refused.stderr)
        login = self._run('login', CONTROLLER_PASSWORD='wrong')
        self.assertIn('Error retrieving an OAuth2.0 token', login.stdout)

    def test_users_are_listed(self):
        (user,) = self._awx('users', 'list')['results']
        self.assertEqual('admin', user['username'])
        self.assertEqual('24.6.1', self._awx('ping')['version'])


def _flags(fields):
    return [
        word for name, value in fields.items() for word in (f'--{name}', value)
    ]
