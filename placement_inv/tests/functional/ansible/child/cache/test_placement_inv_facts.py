"""The facts of hosts that the child reads from files of the service."""

import hashlib
import json
import pathlib
import tempfile
import unittest

from ansible import template

from placement_inv.ansible.child.cache import placement_inv_facts


class _Plugin(placement_inv_facts.CacheModule):
    """The plugin with a directory in the place of Ansible's options."""

    def __init__(self, directory):
        self._directory = str(directory)

    def get_option(self, option, hostvars=None):
        return {'_uri': self._directory}[option]


class TestFacts(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        self.plugin = _Plugin(self.directory)

    def write(self, host, facts):
        digest = hashlib.sha256(host.encode()).hexdigest()
        (self.directory / digest).write_text(json.dumps(facts), 'utf-8')

    def list_files(self):
        return {
            path.name: path.read_text() for path in self.directory.iterdir()
        }

    def test_each_host_has_its_own_facts_whatever_its_name(self):
        for host in ('web1', '../web1', '/etc/passwd', 'é', ''):
            self.assertFalse(self.plugin.contains(host))
            self.write(host, {'name': host})
        for host in ('web1', '../web1', '/etc/passwd', 'é', ''):
            self.assertTrue(self.plugin.contains(host))
            self.assertEqual({'name': host}, self.plugin.get(host))

    def test_a_host_without_facts_is_a_key_error(self):
        self.write('web1', {'a': 1})
        self.assertRaises(KeyError, self.plugin.get, 'web2')

    def test_texts_of_facts_are_not_evaluated(self):
        self.write('web1', {'a': '{{ 1 + 1 }}', 'b': ['{{ 1 + 1 }}']})
        facts = self.plugin.get('web1')
        engine = template.Templar()
        self.assertEqual('{{ 1 + 1 }}', engine.template(facts['a']))
        self.assertEqual(['{{ 1 + 1 }}'], engine.template(facts['b']))

    def test_the_files_are_never_changed(self):
        self.write('web1', {'a': 1})
        before = self.list_files()
        self.plugin.set('web1', {'a': 2})
        self.plugin.set('web2', {'a': 2})
        self.plugin.delete('web1')
        self.plugin.flush()
        self.assertEqual(before, self.list_files())

    def test_no_list_of_hosts_is_given(self):
        self.write('web1', {'a': 1})
        self.assertEqual([], list(self.plugin.keys()))
        self.assertEqual({}, self.plugin.copy())
