"""The `awx.awx` collection: its modules and its inventory plugin."""

import json
import os
import re
import subprocess
import sys
import time
from urllib import parse

import testtools

from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.tests.fixtures import controller

_PLAYBOOKS = controller.DATA / 'playbooks'
_SETTINGS = {
    'ANSIBLE_DEPRECATION_WARNINGS': 'false',
    'ANSIBLE_INVENTORY_ENABLED': 'awx.awx.controller',
    'ANSIBLE_INVENTORY_UNPARSED_WARNING': 'false',
    'ANSIBLE_LOCALHOST_WARNING': 'false',
    'ANSIBLE_NOCOLOR': 'true',
    'ANSIBLE_PIPELINING': 'true',
    'ANSIBLE_PYTHON_INTERPRETER': sys.executable,
}
_RECAP = re.compile(r'ok=(\d+) +changed=(\d+) +unreachable=0 +failed=0 ')


class CollectionTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.controller = self.useFixture(controller.Controller())

    def _run(self, *words):
        """Run an Ansible program, which must succeed; return its stdout."""
        process = subprocess.run(
            words,
            capture_output=True,
            text=True,
            env=self.controller.environment | _SETTINGS,
            cwd=self.controller.home,
            timeout=300,
        )
        output = process.stdout + process.stderr
        self.assertEqual(0, process.returncode, output)
        # Modules warn if the product or its release is another one.
        self.assertNotIn('You are', output)
        return process.stdout

    def _play(self, playbook, *words, **variables):
        """Run a playbook; return the number of tasks with changes."""
        output = self._run(
            'ansible-playbook',
            str(_PLAYBOOKS / playbook),
            '--extra-vars',
            json.dumps({'source_path': str(controller.ESTATE), **variables}),
            *words,
        )
        return int(_RECAP.search(output)[2])

    def _build(self, **variables):
        return self._play('estate.yml', **variables)


class TestModules(CollectionTest):
    def test_a_playbook_creates_and_deletes_an_estate(self):
        change_count = self._build(load=True)
        self.assertEqual(12, change_count)
        self.assertEqual(239, self.controller.count('hosts'))
        self.assertEqual(0, self._build())
        self.assertEqual(5, self._build(state='absent'))
        self._wait_until_all_is_deleted()
        # Each module deletes its token.
        self.assertEqual(0, self.controller.count('tokens'))

    def test_hosts_are_created_and_deleted_in_bulk(self):
        owner = self.controller.make('organizations', name='Engineering')
        self.controller.make(
            'inventories', name='Production', organization=owner
        )
        self.assertEqual(2, self._play('bulk.yml'))
        self.assertEqual(0, self.controller.count('hosts'))

    def test_teams_and_roles_come_and_go(self):
        owner = self.controller.make('organizations', name='Engineering')
        self.controller.make(
            'inventories', name='Production', organization=owner
        )
        user = self.controller.meet('alice')
        path = f'users/{user}/roles'
        self.assertEqual(4, self._play('teams.yml', user='alice'))
        self.assertEqual(2, self.controller.count(path))
        self.assertEqual(0, self._play('teams.yml', user='alice'))
        change_count = self._play('teams.yml', user='alice', state='absent')
        self.assertEqual(4, change_count)
        self.assertEqual(0, self.controller.count(path))
        self.assertEqual(0, self.controller.count('teams'))

    def test_accounts_come_and_go(self):
        for words, count in (
            ({}, 1),
            ({}, 0),
            ({'last_name': 'Smith'}, 1),
            ({'state': 'absent'}, 1),
            ({'state': 'absent'}, 0),
        ):
            self.assertEqual(count, self._play('users.yml', **words), words)
            rows = self.controller.ask('GET', 'users/?username=carol')
            self.assertEqual(
                []
                if 'state' in words
                else [('Carol', words.get('last_name', 'Danvers'), True)],
                [
                    (
                        row['first_name'],
                        row['last_name'],
                        row['is_system_auditor'],
                    )
                    for row in rows['results']
                ],
            )

    def _wait_until_all_is_deleted(self):
        nouns = ('organizations', 'inventories', 'hosts', 'groups')
        until = time.monotonic() + 60
        while any(map(self.controller.count, nouns)):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)


class TestInventoryPlugin(CollectionTest):
    def setUp(self):
        super().setUp()
        make = self.controller.make
        owner = make('organizations', name='Engineering')
        production = make(
            'inventories',
            name='Production',
            organization=owner,
            variables='region: north',
        )
        make(
            'inventories',
            name='Web servers',
            organization=owner,
            kind='smart',
            host_filter='name=web01 or name=db01',
        )
        east = make('groups', name='east', inventory=production)
        web = make(f'groups/{east}/children', name='web')
        self.controller.ask(
            'PATCH', f'groups/{web}/', {'variables': 'http_port: 8080'}
        )
        for group, name in ((web, 'web01'), (east, 'db01')):
            make(f'groups/{group}/hosts', name=name, variables='site: east')

    def _run_with_inventory(self, name, *words, program='ansible-inventory'):
        path = self.controller.home / 'controller.yml'
        path.write_text(
            json.dumps(
                {
                    'plugin': 'awx.awx.controller',
                    # The plugin copies it into a URL unquoted.
                    'inventory_id': f'{parse.quote(name)}++Engineering',
                    'include_metadata': True,
                }
            )
        )
        return self._run(program, '-i', str(path), *words)

    def _list(self, name):
        document = self._run_with_inventory(name, '--list')
        return json.loads(document, object_hook=_unwrap)

    def _construct(self):
        """Create a constructed inventory; skip if the kernel is unfit."""
        lacking = confinement.find_layers().lacking
        if lacking and not os.environ.get('CI'):
            self.skipTest(f'this system has no {lacking}')
        inventories = self.controller.ask(
            'GET', 'inventories/?name=Production'
        )
        (production,) = inventories['results']
        inventory_id = self.controller.make(
            'constructed_inventories',
            name='By site',
            organization=production['organization'],
            source_vars="groups: {eastern: site == 'east'}",
        )
        self.controller.ask(
            'POST',
            f'inventories/{inventory_id}/input_inventories/',
            {'id': production['id']},
        )
        self._play('update.yml', inventory='By site')

    def test_a_regular_inventory(self):
        document = self._list('Production')
        variables = document['_meta']['hostvars']
        self.assertEqual({'web01', 'db01'}, set(variables))
        self.assertEqual(['web01'], document['web']['hosts'])
        self.assertEqual(['web'], document['east']['children'])
        web01 = variables['web01']
        self.assertEqual(
            ('east', 'north', 8080),
            tuple(web01[name] for name in ('site', 'region', 'http_port')),
        )
        self.assertEqual('24.6.1', web01['controller_metadata']['version'])
        graph = self._run_with_inventory('Production', '--graph')
        self.assertIn('  |--@east:\n  |  |--@web:\n  |  |  |--web01\n', graph)

    def test_a_smart_inventory(self):
        document = self._list('Web servers')
        self.assertEqual({'web01', 'db01'}, set(document['_meta']['hostvars']))
        # A smart inventory has hosts but no groups.
        graph = self._run_with_inventory('Web servers', '--graph')
        self.assertIn('  |--@ungrouped:\n  |  |--db01\n  |  |--web01\n', graph)

    def test_a_constructed_inventory(self):
        self._construct()
        document = self._list('By site')
        self.assertEqual(
            ['db01', 'web01'], sorted(document['eastern']['hosts'])
        )
        graph = self._run_with_inventory('By site', '--graph')
        self.assertIn('  |--@eastern:\n  |  |--db01\n  |  |--web01\n', graph)
        # The groups of the inputs are included, with their variables.
        self._assert_a_playbook_runs_over('By site')

    def test_a_playbook_runs_over_a_regular_inventory(self):
        self._assert_a_playbook_runs_over('Production')

    def _assert_a_playbook_runs_over(self, name):
        output = self._run_with_inventory(
            name,
            str(_PLAYBOOKS / 'ports.yml'),
            program='ansible-playbook',
        )
        self.assertIn('web01 listens on 8080 in north', output)
        self.assertNotIn('db01 listens', output)


def _unwrap(document):
    """Unwrap a text that Ansible marks as unsafe."""
    return document.get('__ansible_unsafe', document)
