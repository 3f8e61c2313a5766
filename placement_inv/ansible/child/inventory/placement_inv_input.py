"""An Ansible inventory plugin: an input of a constructed inventory."""

import inspect
import os

from ansible.plugins.inventory import BaseInventoryPlugin

DOCUMENTATION = """
name: placement_inv_input
short_description: An inventory, as placement-inv writes it for a run
description:
  - Reads the JSON of an inventory script, from a file whose name ends in
    C(.input). Names of hosts and groups are taken literally. They are never
    parsed as host ranges, ports or patterns.
options: {}
"""


class InventoryModule(BaseInventoryPlugin):
    """Adds hosts and groups under their exact names."""

    NAME = 'placement_inv_input'

    def verify_file(self, path):
        """Tell whether the service wrote a file for this plugin."""
        return super().verify_file(path) and path.endswith('.input')

    def parse(self, inventory, loader, path, cache=True):
        """Add the hosts, groups and variables of a file to the inventory."""
        super().parse(inventory, loader, path, cache)
        document = _load(loader, path)
        variables = document.pop('_meta')['hostvars']
        for name, body in document.items():
            for group in (name, *body.get('children', ())):
                inventory.add_group(group)
        for name, host_variables in variables.items():
            inventory.add_host(name)
            # `inventory.set_variable` takes a name, which may be a group's.
            _set(inventory.hosts[name], host_variables)
        for name, body in document.items():
            group = inventory.groups[name]
            _set(group, body.get('vars', {}))
            for child in body.get('children', ()):
                group.add_child_group(inventory.groups[child])
            for host in body.get('hosts', ()):
                group.add_host(inventory.hosts[host])


def _set(entity, variables):
    for name, value in variables.items():
        entity.set_variable(name, value)


def _load(loader, path):
    """Return the document of a file; its variables may be templates."""
    options = {'cache': 'none'}
    parameters = inspect.signature(loader.load_from_file).parameters
    if 'trusted_as_template' in parameters:
        options['trusted_as_template'] = True
    return loader.load_from_file(os.path.abspath(path), **options)
