"""The environment variables a run of ansible-inventory sees."""

from collections.abc import Mapping
import os
import re
from typing import Any

#: Read data, run nothing. `auto` and `constructed` are not among them: both
#: lead to plugins that evaluate templates, and a template can run programs.
DATA_PLUGINS = (
    'ansible.builtin.yaml',
    'ansible.builtin.ini',
    'ansible.builtin.toml',
)
#: For those alone, a child that can run nothing and reach nobody evaluates.
TEMPLATE_PLUGINS = ('ansible.builtin.yaml', 'ansible.builtin.constructed')
EXECUTABLE_PLUGINS = (
    'ansible.builtin.script',
    'ansible.builtin.auto',
    *DATA_PLUGINS,
)

#: Settings that a source may choose although it may not run programs.
HARMLESS_SETTINGS = frozenset(
    (
        'ANSIBLE_DEPRECATION_WARNINGS',
        'ANSIBLE_DUPLICATE_YAML_DICT_KEY',
        'ANSIBLE_HASH_BEHAVIOUR',
        'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED',
        'ANSIBLE_INVENTORY_IGNORE',
        'ANSIBLE_INVENTORY_IGNORE_REGEX',
        'ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS',
        'ANSIBLE_YAML_FILENAME_EXT',
    )
)

#: The directory of facts, in the private one.
FACTS = 'facts'

_NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_]*')
_NEVER = frozenset(('_', 'HOME', 'PATH', 'TERM', 'USER'))
_NEVER_STARTS = ('LD_', 'PYTHON')


def build(
    private: str,
    *,
    allow_executable: bool = False,
    templates: bool = False,
    source_id: int | None = None,
    update_id: int | None = None,
) -> dict[str, str]:
    """Return the whole environment; nothing of our own is inherited."""
    plugins = EXECUTABLE_PLUGINS if allow_executable else DATA_PLUGINS
    if templates:
        plugins = TEMPLATE_PLUGINS
    environment = {
        'PATH': os.defpath.lstrip(':'),
        'HOME': private,
        'TMPDIR': os.path.join(private, 'tmp'),
        'USER': 'placement-inv',
        'TERM': 'dumb',
        'LC_ALL': 'C.UTF-8',
        # Lines arrive while the tool runs, not when its buffer is full.
        'PYTHONUNBUFFERED': '1',
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONNOUSERSITE': '1',
        'ANSIBLE_CONFIG': os.path.join(private, 'ansible.cfg'),
        'ANSIBLE_HOME': os.path.join(private, 'ansible'),
        'ANSIBLE_NOCOLOR': '1',
        'ANSIBLE_HOST_PATTERN_MISMATCH': 'error',
        'ANSIBLE_INVENTORY_ENABLED': ','.join(plugins),
        'ANSIBLE_INVENTORY_EXPORT': 'True',
        'ANSIBLE_INVENTORY_UNPARSED_FAILED': 'True',
        'ANSIBLE_VARS_ENABLED': 'host_group_vars',
        'ANSIBLE_VERBOSE_TO_STDERR': 'True',
    }
    if templates:
        environment |= _of_templates(private)
    if source_id is not None:
        environment['INVENTORY_SOURCE_ID'] = str(source_id)
    if update_id is not None:
        environment['INVENTORY_UPDATE_ID'] = str(update_id)
    return environment


def _of_templates(private: str) -> dict[str, str]:
    """Return what templates need: facts, and no inventory passed over."""
    return {
        'ANSIBLE_CACHE_PLUGIN': 'jsonfile',
        'ANSIBLE_CACHE_PLUGIN_CONNECTION': os.path.join(private, FACTS),
        'ANSIBLE_CACHE_PLUGIN_TIMEOUT': '0',
        'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED': 'True',
    }


def extend(
    environment: dict[str, str],
    source_vars: Mapping[str, Any],
    *,
    allow_executable: bool = False,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Add a source's variables; return the sum and the names left out."""
    added, left_out = {}, []
    for name, value in source_vars.items():
        text = str(value)
        if (
            name not in environment
            and '\0' not in text
            and _may_set(str(name), allow_executable)
        ):
            added[str(name)] = text
        else:
            left_out.append(str(name))
    return {**environment, **added}, tuple(left_out)


def _may_set(name: str, allow_executable: bool) -> bool:
    if not _NAME.fullmatch(name) or name in _NEVER:
        return False
    if name.startswith(_NEVER_STARTS):
        return False
    if allow_executable or name in HARMLESS_SETTINGS:
        return True
    return not name.startswith('ANSIBLE_')
