"""The `awx.awx` collection: a playbook, and an inventory of Ansible."""

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
        """Return what a program of Ansible that succeeds prints."""
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            env=self.controller.environment | _SETTINGS,
            cwd=self.controller.home,
            timeout=300,
        )
        said = done.stdout + done.stderr
        self.assertEqual(0, done.returncode, said)
        # What modules say where the product or its release is another one.
        self.assertNotIn('You are', said)
        return done.stdout

    def _play(self, playbook, *words, **variables):
        """Run a playbook; return how many tasks changed something."""
        said = self._run(
            'ansible-playbook',
            str(_PLAYBOOKS / playbook),
            '--extra-vars',
            json.dumps({'source_path': str(controller.ESTATE), **variables}),
            *words,
        )
        return int(_RECAP.search(said)[2])

    def _build(self, **variables):
        return self._play('estate.yml', **variables)


class TestModules(CollectionTest):
    def test_an_estate_is_built_kept_and_taken_away(self):
        built = self._build(load=True)
        self.assertEqual(12, built)
        self.assertEqual(239, self.controller.count('hosts'))
        self.assertEqual(0, self._build())
        self.assertEqual(5, self._build(state='absent'))
        self._wait_until_all_is_gone()
        # Each module has deleted the token that it made.
        self.assertEqual(0, self.controller.count('tokens'))

    def test_hosts_are_made_found_and_deleted_in_bulk(self):
        owner = self.controller.make('organizations', name='Engineering')
        self.controller.make(
            'inventories', name='Production', organization=owner
        )
        self.assertEqual(2, self._play('bulk.yml'))
        self.assertEqual(0, self.controller.count('hosts'))

    def _wait_until_all_is_gone(self):
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

    def _inventory_of(self, name, *words, program='ansible-inventory'):
        path = self.controller.home / 'controller.yml'
        path.write_text(
            json.dumps(
                {
                    'plugin': 'awx.awx.controller',
                    # The plugin puts it into a URL as it is.
                    'inventory_id': f'{parse.quote(name)}++Engineering',
                    'include_metadata': True,
                }
            )
        )
        return self._run(program, '-i', str(path), *words)

    def _listed(self, name):
        listed = self._inventory_of(name, '--list')
        return json.loads(listed, object_hook=_plain)

    def _construct(self):
        """Make a constructed inventory, where the kernel allows it."""
        lacking = confinement.find_layers().lacking
        if lacking and not os.environ.get('CI'):
            self.skipTest(f'this system has no {lacking}')
        inventories = self.controller.ask(
            'GET', 'inventories/?name=Production'
        )
        (production,) = inventories['results']
        made = self.controller.make(
            'constructed_inventories',
            name='By site',
            organization=production['organization'],
            source_vars="groups: {eastern: site == 'east'}",
        )
        self.controller.ask(
            'POST',
            f'inventories/{made}/input_inventories/',
            {'id': production['id']},
        )
        self._play('update.yml', inventory='By site')

    def test_a_regular_inventory(self):
        listed = self._listed('Production')
        variables = listed['_meta']['hostvars']
        self.assertEqual({'web01', 'db01'}, set(variables))
        self.assertEqual(['web01'], listed['web']['hosts'])
        self.assertEqual(['web'], listed['east']['children'])
        web01 = variables['web01']
        self.assertEqual(
            ('east', 'north', 8080),
            tuple(web01[name] for name in ('site', 'region', 'http_port')),
        )
        self.assertEqual('24.6.1', web01['controller_metadata']['version'])
        graph = self._inventory_of('Production', '--graph')
        self.assertIn('  |--@east:\n  |  |--@web:\n  |  |  |--web01\n', graph)

    def test_a_smart_inventory(self):
        listed = self._listed('Web servers')
        self.assertEqual({'web01', 'db01'}, set(listed['_meta']['hostvars']))
        # It has hosts and no groups.
        graph = self._inventory_of('Web servers', '--graph')
        self.assertIn('  |--@ungrouped:\n  |  |--db01\n  |  |--web01\n', graph)

    def test_a_constructed_inventory(self):
        self._construct()
        listed = self._listed('By site')
        self.assertEqual(['db01', 'web01'], sorted(listed['eastern']['hosts']))
        graph = self._inventory_of('By site', '--graph')
        self.assertIn('  |--@eastern:\n  |  |--db01\n  |  |--web01\n', graph)
        # Groups of the inputs are groups here, with the same variables.
        self._assert_a_playbook_runs_over('By site')

    def test_a_playbook_runs_over_it(self):
        self._assert_a_playbook_runs_over('Production')

    def _assert_a_playbook_runs_over(self, name):
        said = self._inventory_of(
            name,
            str(_PLAYBOOKS / 'ports.yml'),
            program='ansible-playbook',
        )
        self.assertIn('web01 listens on 8080 in north', said)
        self.assertNotIn('db01 listens', said)


def _plain(document):
    """Take off what Ansible wraps texts in that are no templates."""
    return document.get('__ansible_unsafe', document)
