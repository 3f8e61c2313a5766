"""The `awx` command of AWX."""

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

    def _get_output(self, *words, **environment):
        """Run a command, which must succeed; return its stdout."""
        process = self._run(*words, **environment)
        self.assertEqual(
            0, process.returncode, process.stdout + process.stderr
        )
        return process.stdout

    def _awx(self, *words, **environment):
        """Run a command, which must succeed; return its parsed stdout."""
        return json.loads(self._get_output(*words, **environment))

    def _create(self, resource, **fields):
        return self._awx(resource, 'create', *_flags(fields))

    def _create_inventory(self):
        self._create('organizations', name='Engineering')
        return self._create(
            'inventory', name='Production', organization='Engineering'
        )


class TestRoles(AwxTest):
    def test_roles_are_granted_and_revoked(self):
        self._create_inventory()
        self._create('teams', name='Operators', organization='Engineering')
        user = str(self.controller.meet('alice'))
        for resource, grantee in (('users', user), ('teams', 'Operators')):
            for action, count in (('grant', 1), ('revoke', 0)):
                self._get_output(
                    resource,
                    action,
                    grantee,
                    '--inventory',
                    'Production',
                    '--role',
                    'use',
                )
                row = self._awx(resource, 'get', grantee)
                self.assertEqual(
                    count,
                    self.controller.count(f'{resource}/{row["id"]}/roles'),
                )
        self.assertEqual(13, self._awx('roles', 'list')['count'])

    def test_a_role_that_an_object_has_not_is_refused(self):
        self._create_inventory()
        user = str(self.controller.meet('alice'))
        process = self._run(
            'users',
            'grant',
            user,
            '--inventory',
            'Production',
            '--role',
            'auditor',
        )
        self.assertNotEqual(0, process.returncode)
        self.assertEqual(0, self.controller.count(f'users/{user}/roles'))


class TestResources(AwxTest):
    def test_rows_are_created_read_changed_and_deleted(self):
        organization = self._create(
            'organizations', name='Engineering', description='Builders'
        )
        self.assertEqual('Builders', organization['description'])
        inventory = self._create(
            'inventory',
            name='Production',
            organization='Engineering',
            variables='{"region": "north"}',
        )
        self.assertEqual('{"region": "north"}', inventory['variables'])
        host = self._create(
            'hosts',
            name='web01',
            inventory='Production',
            enabled='true',
            variables='port: 80',
        )
        self.assertEqual('{"port": 80}', host['variables'])
        group = self._create('groups', name='web', inventory='Production')
        self.assertEqual(
            inventory['id'], group['summary_fields']['inventory']['id']
        )
        changed_host = self._awx(
            'hosts', 'modify', 'web01', '--enabled', 'false'
        )
        self.assertFalse(changed_host['enabled'])
        self.assertEqual('{"port": 80}', changed_host['variables'])
        self._awx('inventory', 'modify', 'Production', '--description', 'd')
        changed_inventory = self._awx('inventory', 'get', 'Production')
        self.assertEqual(
            ('d', 1),
            (
                changed_inventory['description'],
                changed_inventory['total_hosts'],
            ),
        )
        output = self._get_output(
            'hosts', 'list', '--inventory', 'Production', '-f', 'human'
        )
        self.assertIn('web01', output)
        self.assertEqual(
            0, self._awx('inventory', 'list', '--kind', 'smart')['count']
        )
        for resource, name in (
            ('groups', 'web'),
            ('hosts', 'web01'),
            ('inventory', 'Production'),
            ('organizations', 'Engineering'),
        ):
            self._get_output(resource, 'delete', name)
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
            description = f'about {name}'
            self._awx(
                noun,
                'modify',
                name,
                '--description',
                description,
                **only_token,
            )
            resource = self._awx(noun, 'get', name, **only_token)
            self.assertEqual(
                (name, description),
                (resource['name'], resource['description']),
            )
            rows = self._awx(noun, 'list', '--name', name, **only_token)
            self.assertEqual(
                [(name, description)],
                [(row['name'], row['description']) for row in rows['results']],
            )

    def test_all_pages_of_a_list_are_read(self):
        inventory = self._create_inventory()
        hosts = [{'name': f'node{number:02}'} for number in range(60)]
        self._awx(
            'bulk',
            'host_create',
            '--inventory',
            str(inventory['id']),
            '--hosts',
            json.dumps(hosts),
        )
        rows = self._awx('hosts', 'list', '--all', '--order_by=-name')
        self.assertEqual(60, len(rows['results']))
        self.assertEqual('node59', rows['results'][0]['name'])
        ids = [row['id'] for row in rows['results'][:50]]
        self._awx('bulk', 'host_delete', '--hosts', json.dumps(ids))
        self.assertEqual(10, self.controller.count('hosts'))

    def test_parameters_of_lists_arrive(self):
        inventory = self._create_inventory()
        for name in ('alpha', 'bern'):
            self.controller.make('hosts', name=name, inventory=inventory['id'])
        rows = self._awx('hosts', 'list', '--host_filter', 'name__contains=a')
        self.assertEqual(['alpha'], [row['name'] for row in rows['results']])
        for flags in (
            ('--search', 'ber'),
            ('--page', '2', '--page_size', '1'),
        ):
            rows = self._awx('hosts', 'list', *flags)
            self.assertEqual(
                ['bern'], [row['name'] for row in rows['results']]
            )
        process = self._run('hosts', 'list', '--host_filter', 'name__pony=a')
        self.assertEqual(1, process.returncode)
        self.assertIn('pony', process.stdout + process.stderr)

    def test_errors_are_printed(self):
        self._create('organizations', name='Engineering')
        process = self._run('organizations', 'create', '--name', 'Engineering')
        self.assertEqual(1, process.returncode)
        self.assertIn('already exists', process.stdout + process.stderr)
        second_process = self._run('organizations', 'get', 'Research')
        self.assertEqual(2, second_process.returncode)


class TestUpdates(AwxTest):
    def test_an_update_is_started_and_monitored(self):
        self._create_inventory()
        source = self._create(
            'inventory_sources',
            name='estate',
            inventory='Production',
            source='file',
            source_path=str(controller.ESTATE),
            overwrite='true',
        )
        self.assertTrue(source['overwrite'])
        monitor_output = self._get_output(
            'inventory_sources', 'update', 'estate', '--monitor'
        )
        self.assertIn('Loaded hosts: 237 added', monitor_output)
        self.assertIn('"status": "successful"', monitor_output)
        (update,) = self._awx('inventory_updates', 'list')['results']
        output = self._get_output(
            'inventory_updates', 'stdout', str(update['id'])
        )
        self.assertIn('Loaded hosts: 237 added', output)
        update_row = self._awx('inventory_updates', 'get', str(update['id']))
        self.assertEqual('successful', update_row['status'])
        self.assertEqual('admin', update_row['launched_by']['name'])
        sources = self._awx(
            'inventory_sources', 'list', '--status', 'successful'
        )
        self.assertEqual(1, sources['count'])
        self._get_output('inventory_sources', 'delete', 'estate')

    def test_a_failed_update_fails_the_command(self):
        self._create_inventory()
        self._create(
            'inventory_sources',
            name='broken',
            inventory='Production',
            source='file',
            source_path=str(controller.ESTATE.parent / 'broken'),
        )
        process = self._run('inventory_sources', 'update', 'broken', '--wait')
        self.assertEqual(1, process.returncode, process.stdout)


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
        organization = self._awx(
            'organizations', 'create', '--name', 'Engineering', **only_token
        )
        self.assertEqual(
            'admin', organization['summary_fields']['created_by']['username']
        )
        (token_row,) = self._awx('tokens', 'list')['results']
        self.assertNotIn(token, json.dumps(token_row))
        self._get_output('tokens', 'delete', str(token_row['id']))
        process = self._run('organizations', 'list', **only_token)
        self.assertEqual(1, process.returncode)
        self.assertIn('Valid credentials were not provided', process.stderr)

    def test_a_read_token_cannot_write(self):
        token = self._awx('login', '--conf.scope', 'read')['token']
        only_token = {'CONTROLLER_OAUTH_TOKEN': token}
        self._awx('organizations', 'list', **only_token)
        process = self._run(
            'organizations', 'create', '--name', 'Engineering', **only_token
        )
        self.assertEqual(1, process.returncode)
        self.assertEqual(0, self.controller.count('organizations'))

    def test_a_wrong_password_is_refused(self):
        process = self._run('hosts', 'list', CONTROLLER_PASSWORD='wrong')
        self.assertEqual(1, process.returncode)
        self.assertIn('Valid credentials were not provided', process.stderr)
        login = self._run('login', CONTROLLER_PASSWORD='wrong')
        self.assertIn('Error retrieving an OAuth2.0 token', login.stdout)

    def _create_account(self, **fields):
        """Create the account carol; return it and her environment."""
        user = self._create(
            'users', username='carol', password='first-secret', **fields
        )
        return user, {
            'CONTROLLER_USERNAME': 'carol',
            'CONTROLLER_PASSWORD': 'first-secret',
        }

    def test_accounts_are_created_and_used(self):
        user, own = self._create_account(
            first_name='Carol', email='carol@example.org'
        )
        expected = {
            'username': 'carol',
            'first_name': 'Carol',
            'email': 'carol@example.org',
            'is_superuser': False,
            'password': '$encrypted$',
        }
        self.assertEqual(expected, {name: user[name] for name in expected})
        (caller,) = self._awx('me', **own)['results']
        self.assertEqual('carol', caller['username'])
        refusal = self._run(
            'users', 'create', '--username', 'eve', '--password', 'x', **own
        )
        # The command has no such word for a caller who may not create.
        self.assertEqual(2, refusal.returncode)

    def test_accounts_are_changed_and_deleted(self):
        _user, own = self._create_account()
        self._create(
            'users', username='eve', password='x', is_superuser='true'
        )
        changed = self._awx(
            *('users', 'modify', 'carol', '--last_name', 'Danvers'),
            *('--is_superuser', 'true', '--password', 'second-secret'),
        )
        self.assertEqual(
            ('Danvers', True), (changed['last_name'], changed['is_superuser'])
        )
        self.assertEqual(1, self._run('me', **own).returncode)
        own['CONTROLLER_PASSWORD'] = 'second-secret'
        names = [
            row['username']
            for row in self._awx('users', 'list', **own)['results']
        ]
        self.assertEqual(['admin', 'carol', 'eve'], sorted(names))
        self._get_output('users', 'delete', 'carol')
        self.assertEqual(1, self._run('me', **own).returncode)
        left = self._awx('users', 'list', '--username', 'carol')
        self.assertEqual(0, left['count'])

    def test_users_are_listed(self):
        (user,) = self._awx('users', 'list')['results']
        self.assertEqual('admin', user['username'])
        self.assertEqual('24.6.1', self._awx('ping')['version'])


def _flags(fields):
    return [
        word for name, value in fields.items() for word in (f'--{name}', value)
    ]
