"""Reads an input of a constructed inventory, from a file of the service."""

import inspect
import os

from ansible.plugins.inventory import BaseInventoryPlugin

DOCUMENTATION = """
name: placement_inv_input
short_description: An inventory, as placement-inv writes it for a run
description:
  - A document such as inventory scripts print, in a file whose name ends in
    C(.input). The name of a host or of a group is that name and nothing
    else, such as a range of hosts, a name with a port or a pattern.
options: {}
"""


class InventoryModule(BaseInventoryPlugin):
    """Adds hosts and groups under exactly their names."""

    NAME = 'placement_inv_input'

    def verify_file(self, path):
        """Tell whether the service wrote a file for this plugin."""
        return super().verify_file(path) and path.endswith('.input')

    def parse(self, inventory, loader, path, cache=True):
        """Add what a file says to the inventory."""
        super().parse(inventory, loader, path, cache)
        document = _load(loader, path)
        variables = document.pop('_meta')['hostvars']
        for name, body in document.items():
            for group in (name, *body.get('children', ())):
                inventory.add_group(group)
        for name, said in variables.items():
            inventory.add_host(name)
            # By name it could be a group of another input.
            _set(inventory.hosts[name], said)
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
    """Return the document in a file; texts of variables are templates."""
    options = {'cache': 'none'}
    known = inspect.signature(loader.load_from_file).parameters
    if 'trusted_as_template' in known:
        options['trusted_as_template'] = True
    return loader.load_from_file(os.path.abspath(path), **options)
