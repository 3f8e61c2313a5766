"""Documents of the real tool, compared with what Ansible does with them."""

import json
import subprocess

from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document
from placement_inv.tests.functional.objects.host_inventory.importing import (
    test_command,
)


class TestVariables(test_command.SourceTest):
    def test_hosts_have_the_variables_that_ansible_gives_them(self):
        self.write(
            'hosts.yml',
            """\
            all:
              hosts: {lone: {}, own: {v: own}, grouped: {}}
              vars: {v: all, w: all, x: all}
              children:
                ungrouped:
                  hosts: {listed: {}, grouped: {}}
                  vars: {v: ungrouped, w: ungrouped}
                  children:
                    below: {hosts: {b: {}}, vars: {w: below}}
                web: {hosts: {grouped: {}}, vars: {y: web}}
            """,
        )
        self.write('group_vars/ungrouped.yml', 'z: file\n')
        result = command.run(command.Request('hosts.yml', (self.root,)))
        inventory = document.parse(result.document)
        effective_variables = {
            name: dict(inventory.variables) for name in inventory.hosts
        }
        for group in inventory.groups.values():
            for name in group.hosts:
                effective_variables[name] |= group.variables
        for name, host in inventory.hosts.items():
            effective_variables[name] |= host.variables
        process = subprocess.run(
            [command.find_tool(), '--list', '-i', 'hosts.yml'],
            capture_output=True,
            check=True,
            cwd=self.root,
            env=result.environment | {'ANSIBLE_INVENTORY_EXPORT': 'False'},
        )
        of_ansible = json.loads(process.stdout)['_meta']['hostvars']
        self.assertEqual(of_ansible, effective_variables)
        self.assertEqual('ungrouped', effective_variables['lone']['w'])
        self.assertEqual('all', effective_variables['grouped']['w'])
