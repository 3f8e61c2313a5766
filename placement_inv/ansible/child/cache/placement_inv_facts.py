"""Gives the facts of hosts to templates, from files of the service."""

import hashlib
import json
import os

from ansible.plugins.cache import BaseCacheModule

try:
    from ansible.utils.unsafe_proxy import wrap_var
except ImportError:
    # Since 2.19 no text is a template unless it is said to be one.
    def wrap_var(value):
        return value


DOCUMENTATION = """
name: placement_inv_facts
short_description: Facts of hosts, as placement-inv writes them for a run
description:
  - A file of JSON for each host that has facts. Its name is a hash of the
    host's, which may hold anything.
  - Nothing is ever written.
options:
  _uri:
    description: The directory of the files.
    required: true
    env: [{name: ANSIBLE_CACHE_PLUGIN_CONNECTION}]
    ini: [{key: fact_caching_connection, section: defaults}]
"""


class CacheModule(BaseCacheModule):
    """Reads the facts of one host at a time."""

    # Ansible would look for another name.
    _persistent = False

    def get(self, key):
        """Return the facts of a host; KeyError without any."""
        try:
            with open(self._path(key), encoding='utf-8') as file:
                # What a host says of itself is no template.
                return wrap_var(json.load(file))
        except FileNotFoundError:
            raise KeyError(key) from None

    def contains(self, key):
        """Tell whether there are facts of a host."""
        return os.path.exists(self._path(key))

    def keys(self):
        """Return no names: those of the files are hashes."""
        return []

    def copy(self):
        """Return no facts, as `keys` does; ansible-core asked before 2.19."""
        return {}

    def set(self, key, value):
        """Keep nothing."""

    def delete(self, key):
        """Keep what the service wrote."""

    def flush(self):
        """Keep what the service wrote."""

    def _path(self, key):
        digest = hashlib.sha256(key.encode()).hexdigest()
        return os.path.join(self.get_option('_uri'), digest)
