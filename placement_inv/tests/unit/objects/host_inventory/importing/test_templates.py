"""Templates are evaluated, and can do nothing else."""

import json
import os

import fixtures
import testtools

from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import launcher

_SETTINGS = {
    'plugin': 'ansible.builtin.constructed',
    'compose': {
        'sum': '1 + 1',
        'fact': 'os',
        'program': "lookup('pipe', 'echo out')",
        'file': "lookup('file', '{place}')",
    },
    'groups': {'first': "inventory_hostname == 'h1'"},
}


def _write(path, document):
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(document, file)


@testtools.skipIf(
    launcher.landlock_version() < launcher.NETWORK_VERSION,
    'the kernel cannot confine templates',
)
class TestTemplates(testtools.TestCase):
    def setUp(self):
        super().setUp()
        outside = self.useFixture(fixtures.TempDir()).path
        self.secret = os.path.join(outside, 'secret')
        _write(self.secret, 'secret')

    def _files(self, directory):
        inventory = os.path.join(directory, 'inventory.json')
        _write(inventory, {'all': {'hosts': {'h1': {}}}})
        os.mkdir(os.path.join(directory, 'facts'))
        wrapped = {'__payload__': '{"os": "Debian"}'}
        _write(os.path.join(directory, 'facts', 's1_h1'), wrapped)
        _write(os.path.join(directory, 'facts', 'h1'), {'os': 'Debian'})
        config = os.path.join(directory, 'constructed.config')
        text = json.dumps(_SETTINGS).replace('{place}', self.secret)
        _write(config, json.loads(text))
        return (inventory, config)

    def test_they_run_no_program_and_read_no_file(self):
        result = command.run(
            command.Request('', (), write=self._files, verbosity=0)
        )
        self.assertTrue(result.succeeded, result.output)
        said = json.loads(result.document)
        variables = said['_meta']['hostvars']['h1']
        self.assertEqual(2, variables.pop('sum'))
        self.assertIn('Debian', json.dumps(variables.pop('fact')))
        self.assertEqual({}, variables)
        self.assertEqual(['h1'], said['first']['hosts'])
