"""Playbooks that store facts in the service and use them afterwards."""

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
unknown tier=gold

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

_SHOW = """
- hosts: all
  gather_subset: ['!all']
  tasks:
    - ansible.builtin.debug:
        msg: '{{ inventory_hostname }} is {{ ansible_facts.tier | d("new") }}'
"""

_CLEAR = """
- hosts: db1
  gather_facts: false
  tasks:
    - ansible.builtin.meta: clear_facts
"""

# An inventory script.
_SCRIPT = """#!{python}
import urllib.request
request = urllib.request.Request({url!r}, headers={headers!r})
print(urllib.request.urlopen(request).read().decode())
"""


class TestFacts(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.url = self.useFixture(live_server.LiveServer()).url
        self.directory = pathlib.Path(self.useFixture(fixtures.TempDir()).path)
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

    def _request(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, _HEADERS, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def _post(self, noun, **body):
        return self._request('POST', f'/api/v2/{noun}/', body)['id']

    def _inventory(self, organization, name, **body):
        return self._post(
            'inventories', name=name, organization=organization, **body
        )

    def _facts(self):
        """Return {host name: facts} as stored."""
        rows = self._request(
            'GET', f'/api/v2/inventories/{self.production}/ansible_facts/'
        )['results']
        return {row['name']: row['ansible_facts'] for row in rows}

    def _run(self, command, *words, **settings):
        """Run an Ansible command; return (stdout, all output in one line)."""
        process = subprocess.run(
            [str(_COMMANDS / command), *words],
            capture_output=True,
            text=True,
            cwd=self.directory,
            env={
                'PATH': os.environ['PATH'],
                'HOME': str(self.directory),
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
        output = process.stdout + process.stderr
        self.assertEqual(0, process.returncode, output)
        return process.stdout, ' '.join(output.split())

    def _play(self, playbook, *words, **settings):
        (self.directory / 'hosts.ini').write_text(_HOSTS_FILE)
        (self.directory / 'play.yml').write_text(playbook)
        _, output = self._run(
            'ansible-playbook', '-i', 'hosts.ini', 'play.yml', *words,
            **settings,
        )  # fmt: skip
        return output

    def test_a_run_stores_facts_and_the_next_run_uses_them(self):
        output = self._play(_GATHER)
        self.assertIn('Gathering Facts', output)
        self.assertIn('not in the inventory Production: unknown', output)
        stored_facts = self._facts()
        for name in _HOSTS:
            self.assertEqual('Linux', stored_facts[name]['ansible_system'])
        self.assertEqual('gold', stored_facts['web1']['tier'])
        other_facts = self._request(
            'GET', f'/api/v2/hosts/{self.namesake}/ansible_facts/'
        )
        self.assertEqual({}, other_facts)

        # A fact that only the service has shows that the next run reads it.
        self._request(
            'PATCH',
            f'/api/v2/inventories/{self.production}/ansible_facts/',
            {'hosts': {'web2': {'tier': 'platinum'}}},
        )
        output = self._play(_SHOW, '--limit', ','.join(_HOSTS))
        self.assertNotIn('Gathering Facts', output)
        self.assertIn('web1 is gold', output)
        self.assertIn('web2 is platinum', output)

        self.assertEqual(['web1'], self._list_hosts(self.golden))

        self._play(_CLEAR)
        self.assertEqual(
            {'db1': None, 'web1': 'gold', 'web2': 'platinum'},
            {
                name: facts and facts['tier']
                for name, facts in self._facts().items()
            },
        )

    def _list_hosts(self, inventory):
        """Return the hosts of an inventory as ansible-inventory lists them."""
        script = self.directory / 'inventory.py'
        script.write_text(
            _SCRIPT.format(
                python=sys.executable,
                url=f'{self.url}/api/v2/inventories/{inventory}/script/'
                '?hostvars=1',
                headers=_HEADERS,
            )
        )
        script.chmod(0o755)
        output, _ = self._run(
            'ansible-inventory', '-i', str(script), '--list',
            ANSIBLE_CACHE_PLUGIN='memory',
        )  # fmt: skip
        return json.loads(output)['ungrouped']['hosts']

    def test_a_missing_inventory_does_not_stop_the_run(self):
        output = self._play(
            _SHOW, '--limit', 'web1', PLACEMENT_INV_INVENTORY='Nowhere'
        )
        self.assertIn("none is called 'Nowhere' in 'Engineering'", output)
        self.assertIn('web1 is new', output)

    def test_old_facts_expire(self):
        self._request(
            'PATCH',
            f'/api/v2/inventories/{self.production}/ansible_facts/',
            {
                'hosts': {
                    'web1': {'tier': 'old', '_ansible_facts_gathered': True}
                }
            },
        )
        output = self._play(_SHOW, '--limit', 'web1')
        self.assertIn('web1 is old', output)
        self.assertNotIn('Gathering Facts', output)
        # The time between the runs exceeds the timeout.
        output = self._play(
            _SHOW, '--limit', 'web1', ANSIBLE_CACHE_PLUGIN_TIMEOUT='1'
        )
        self.assertIn('web1 is new', output)
        self.assertIn('Gathering Facts', output)
        # New facts do not delete the other stored facts.
        self.assertEqual('old', self._facts()['web1']['tier'])
