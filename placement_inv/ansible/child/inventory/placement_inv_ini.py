"""An Ansible inventory plugin: INI files, with numbers that JSON can hold."""

import math

from ansible.plugins.inventory import ini

DOCUMENTATION = """
name: placement_inv_ini
short_description: INI files, as the plugin ini reads them
description:
  - Reads INI files as C(ansible.builtin.ini) does. A value that would be an
    infinite number, or hold one, is a text. So C(1e400), and hashes such as
    C(4e12345), stay what they are.
options: {}
"""


class InventoryModule(ini.InventoryModule):
    """Reads values beside hosts as Python literals, except infinite ones."""

    NAME = 'placement_inv_ini'

    def _parse_value(self, v):
        value = super()._parse_value(v)
        if _is_finite(value):
            return value
        # The literal of the text itself.
        return super()._parse_value(repr(str(v)))


def _is_finite(value):
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(_is_finite, (*value, *value.values())))
    if isinstance(value, list | tuple | set):
        return all(map(_is_finite, value))
    return True
