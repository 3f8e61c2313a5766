"""Playbooks that keep facts here, and find hosts by them afterwards."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.request

import fixtures
import testtools

import placement_inv
from placement_inv.tests.fixtures import live_server

_COMMANDS = pathlib.Path(sys.executable).parent
_PLUGINS = pathlib.Path(placement_inv.__file__).parent / 'ansible' / 'plugins'
_HEADERS = {
    'X-Auth-Token': 'admin',
    'Content-Type': 'application/json',
    'OpenStack-API-Version': 'host-inventory 1.8',
}
_HOSTS = ('db1', 'web1', 'web2')

_HOSTS_FILE = f"""
db1 tier=silver
web1 tier=gold
web2 tier=silver
stranger tier=gold

[all:vars]
ansible_connection=local
ansible_python_interpreter={sys.executable}
"""

_GATHER = """
- hosts: all
  gather_subset: ['!all']
  tasks:
    - ansible.builtin.set_fact:
        tier: '{{ tier }}'
        cacheable: true
"""

_LOOK = """
- hosts: all
  gather_subset: ['!all']
  tasks:
    - ansible.builtin.debug:
        msg: '{{ inventory_hostname }} is {{ ansible_facts.tier | d("new") }}'
"""

_FORGET = """
- hosts: db1
  gather_facts: false
  tasks:
    - ansible.builtin.meta: clear_facts
"""

# What people who have no plugin for an inventory write.
_SCRIPT = """#!{python}
import urllib.request
request = urllib.request.Request({url!r}, headers={headers!r})
print(urllib.request.urlopen(request).read().decode())
"""


class TestFacts(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.url = self.useFixture(live_server.LiveServer()).url
        self.place = pathlib.Path(self.useFixture(fixtures.TempDir()).path)
        organization = self._post('organizations', name='Engineering')
        self.production = self._inventory(organization, 'Production')
        for name in _HOSTS:
            self._post('hosts', name=name, inventory=self.production)
        staging = self._inventory(organization, 'Staging')
        self.namesake = self._post('hosts', name='web1', inventory=staging)
        self.golden = self._inventory(
            organization,
            'Golden',
            kind='smart',
            host_filter='ansible_facts__ansible_system=Linux'
            ' and ansible_facts__tier=gold',
        )

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, _HEADERS, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def _post(self, noun, **body):
        return self._ask('POST', f'/api/v2/{noun}/', body)['id']

    def _inventory(self, organization, name, **body):
        return self._post(
            'inventories', name=name, organization=organization, **body
        )

    def _facts(self):
        """Return {name: facts} of what is kept of the inventory."""
        rows = self._ask(
            'GET', f'/api/v2/inventories/{self.production}/ansible_facts/'
        )['results']
        return {row['name']: row['ansible_facts'] for row in rows}

    def _run(self, command, *words, **settings):
        """Run a command of Ansible and return what it says."""
        done = subprocess.run(
            [str(_COMMANDS / command), *words],
            capture_output=True,
            text=True,
            cwd=self.place,
            env={
                'PATH': os.environ['PATH'],
                'HOME': str(self.place),
                'LC_ALL': 'C.UTF-8',
                'ANSIBLE_NOCOLOR': '1',
                'ANSIBLE_GATHERING': 'smart',
                'ANSIBLE_CACHE_PLUGIN': 'placement_inv',
                'ANSIBLE_CACHE_PLUGINS': str(_PLUGINS / 'cache'),
                'ANSIBLE_CACHE_PLUGIN_CONNECTION': self.url,
                'PLACEMENT_INV_INVENTORY': 'Production',
                'PLACEMENT_INV_ORGANIZATION': 'Engineering',
                'PLACEMENT_INV_AUTH_TOKEN': 'admin',
                **settings,
            },
            timeout=300,
        )
        said = done.stdout + done.stderr
        self.assertEqual(0, done.returncode, said)
        return done.stdout, ' '.join(said.split())

    def _play(self, playbook, *words, **settings):
        (self.place / 'hosts.ini').write_text(_HOSTS_FILE)
        (self.place / 'play.yml').write_text(playbook)
        _, said = self._run(
            'ansible-playbook', '-i', 'hosts.ini', 'play.yml', *words,
            **settings,
        )  # fmt: skip
        return said

    def test_a_run_fills_the_store_and_the_next_one_uses_it(self):
        said = self._play(_GATHER)
        self.assertIn('Gathering Facts', said)
        self.assertIn('not in the inventory Production: stranger', said)
        kept = self._facts()
        for name in _HOSTS:
            self.assertEqual('Linux', kept[name]['ansible_system'])
        self.assertEqual('gold', kept['web1']['tier'])
        elsewhere = self._ask(
            'GET', f'/api/v2/hosts/{self.namesake}/ansible_facts/'
        )
        self.assertEqual({}, elsewhere)

        # What only the store knows shows that the next run reads it.
        self._ask(
            'PATCH',
            f'/api/v2/inventories/{self.production}/ansible_facts/',
            {'hosts': {'web2': {'tier': 'platinum'}}},
        )
        said = self._play(_LOOK, '--limit', ','.join(_HOSTS))
        self.assertNotIn('Gathering Facts', said)
        self.assertIn('web1 is gold', said)
        self.assertIn('web2 is platinum', said)

        self.assertEqual(['web1'], self._listed(self.golden))

        self._play(_FORGET)
        self.assertEqual(
            {'db1': None, 'web1': 'gold', 'web2': 'platinum'},
            {
                name: facts and facts['tier']
                for name, facts in self._facts().items()
            },
        )

    def _listed(self, inventory):
        """Return the hosts of an inventory as ansible-inventory has them."""
        script = self.place / 'inventory.py'
        script.write_text(
            _SCRIPT.format(
                python=sys.executable,
                url=f'{self.url}/api/v2/inventories/{inventory}/script/'
                '?hostvars=1',
                headers=_HEADERS,
            )
        )
        script.chmod(0o755)
        printed, _ = self._run(
            'ansible-inventory', '-i', str(script), '--list',
            ANSIBLE_CACHE_PLUGIN='memory',
        )  # fmt: skip
        return json.loads(printed)['ungrouped']['hosts']

    def test_a_store_that_is_not_there_stops_nobody(self):
        said = self._play(
            _LOOK, '--limit', 'web1', PLACEMENT_INV_INVENTORY='Nowhere'
        )
        self.assertIn("none is called 'Nowhere' in 'Engineering'", said)
        self.assertIn('web1 is new', said)

    def test_facts_get_old(self):
        self._ask(
            'PATCH',
            f'/api/v2/inventories/{self.production}/ansible_facts/',
            {
                'hosts': {
                    'web1': {'tier': 'old', '_ansible_facts_gathered': True}
                }
            },
        )
        said = self._play(_LOOK, '--limit', 'web1')
        self.assertIn('web1 is old', said)
        self.assertNotIn('Gathering Facts', said)
        # No more than a moment lies between the runs, and it is too much.
        said = self._play(
            _LOOK, '--limit', 'web1', ANSIBLE_CACHE_PLUGIN_TIMEOUT='1'
        )
        self.assertIn('web1 is new', said)
        self.assertIn('Gathering Facts', said)
        # Nor do old facts vanish because newer ones came.
        self.assertEqual('old', self._facts()['web1']['tier'])
