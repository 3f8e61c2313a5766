"""A read-only Ansible cache plugin: the facts that the service wrote."""

import hashlib
import json
import os

from ansible.plugins.cache import BaseCacheModule

try:
    from ansible.utils.unsafe_proxy import wrap_var
except ImportError:
    # Since 2.19 Ansible evaluates a text only if it is marked as a template.
    def wrap_var(value):
        return value


DOCUMENTATION = """
name: placement_inv_facts
short_description: Facts of hosts, as placement-inv writes them for a run
description:
  - There is one JSON file for each host that has facts. Its name is the
    SHA-256 of the host's name, which may contain any character.
  - The plugin never writes a file.
options:
  _uri:
    description: The directory of the files.
    required: true
    env: [{name: ANSIBLE_CACHE_PLUGIN_CONNECTION}]
    ini: [{key: fact_caching_connection, section: defaults}]
"""


class CacheModule(BaseCacheModule):
    """Reads the facts of one host at a time."""

    # A persistent plugin would look for a prefix and a file extension.
    _persistent = False

    def get(self, key):
        """Return the facts of a host; KeyError if it has none."""
        try:
            with open(self._path(key), encoding='utf-8') as file:
                # Facts come from managed hosts: never evaluate them.
                return wrap_var(json.load(file))
        except FileNotFoundError:
            raise KeyError(key) from None

    def contains(self, key):
        """Tell whether a host has facts."""
        return os.path.exists(self._path(key))

    def keys(self):
        """Return no names: the files are named by hashes."""
        return []

    def copy(self):
        """Return no facts, like `keys`; ansible-core before 2.19 calls it."""
        return {}

    def set(self, key, value):
        """Do nothing: the plugin is read-only."""

    def delete(self, key):
        """Do nothing: the plugin is read-only."""

    def flush(self):
        """Do nothing: the plugin is read-only."""

    def _path(self, key):
        digest = hashlib.sha256(key.encode()).hexdigest()
        return os.path.join(self.get_option('_uri'), digest)
