"""Builds the environment variables of a run of ansible-inventory."""

from collections.abc import Mapping
from collections.abc import Sequence
import os
import re
from typing import Any

from placement_inv import ansible
from placement_inv.conf import environment_prefixes
from placement_inv.objects.host_inventory.sources import source_path

#: Plugins that read data and run nothing. `auto` and `constructed` are not
#: among them: they evaluate templates, and a template can run programs.
DATA_PLUGINS = (
    'ansible.builtin.yaml',
    # The ini plugin of Ansible, with numbers that JSON can hold.
    'placement_inv_ini',
    'ansible.builtin.toml',
)
#: Plugins that evaluate templates, in a confined process only.
TEMPLATE_PLUGINS = ('placement_inv_input', 'ansible.builtin.constructed')
EXECUTABLE_PLUGINS = (
    'ansible.builtin.script',
    'ansible.builtin.auto',
    *DATA_PLUGINS,
)

_TRANSFORM = 'always|never|ignore|silently'
_TRUE_WORDS = ('true', 'yes', 'on', '1')
_BOOLEAN = '|'.join((*_TRUE_WORDS, 'false', 'no', 'off', '0'))
#: Endings of file names: Ansible appends them, so they have no slash.
_ENDINGS = r'[\w.~-]{1,32}( *, *[\w.~-]{1,32}){0,31}'

_ANY_UNPARSED_FAILS = 'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED'
_IGNORED_ENDINGS = 'ANSIBLE_INVENTORY_IGNORE'

#: Settings of Ansible that every source may set, with allowed values.
HARMLESS_SETTINGS = {
    name: re.compile(values, re.ASCII | re.IGNORECASE)
    for name, values in {
        'ANSIBLE_DEPRECATION_WARNINGS': _BOOLEAN,
        'ANSIBLE_DUPLICATE_YAML_DICT_KEY': 'warn|error|ignore',
        'ANSIBLE_HASH_BEHAVIOUR': 'replace|merge',
        _ANY_UNPARSED_FAILS: _BOOLEAN,
        _IGNORED_ENDINGS: _ENDINGS,
        'ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS': _TRANSFORM,
        'ANSIBLE_YAML_FILENAME_EXT': _ENDINGS,
    }.items()
}

#: The subdirectory of the private directory that holds facts.
FACTS = 'facts'
#: The directory of this service's plugins for the tool.
PLUGINS = os.path.join(
    os.path.dirname(os.path.realpath(ansible.__file__)), 'child'
)

#: How many names a line of output has, and how much of an invalid name.
_MAX_NAMES, _MAX_NAME_LENGTH = 20, 40

#: Bytes of one variable, and of all: Linux limits both (E2BIG).
_MAX_VARIABLE_SIZE, _MAX_SIZE = 64 * 1024, 512 * 1024

_NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_]{0,255}')


def build(
    private: str,
    *,
    allow_executable: bool = False,
    templates: bool = False,
    source_id: int | None = None,
    update_id: int | None = None,
) -> dict[str, str]:
    """Return the whole environment; this process's own is not inherited."""
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
        # Lines arrive one by one, not when a buffer is full.
        'PYTHONUNBUFFERED': '1',
        'PYTHONDONTWRITEBYTECODE': '1',
        'PYTHONNOUSERSITE': '1',
        'ANSIBLE_CONFIG': os.path.join(private, 'ansible.cfg'),
        'ANSIBLE_HOME': os.path.join(private, 'ansible'),
        'ANSIBLE_NOCOLOR': '1',
        'ANSIBLE_HOST_PATTERN_MISMATCH': 'error',
        'ANSIBLE_INVENTORY_ENABLED': ','.join(plugins),
        'ANSIBLE_INVENTORY_EXPORT': 'True',
        'ANSIBLE_INVENTORY_PLUGINS': os.path.join(PLUGINS, 'inventory'),
        'ANSIBLE_INVENTORY_UNPARSED_FAILED': 'True',
        'ANSIBLE_VARS_ENABLED': 'host_group_vars',
        'ANSIBLE_VERBOSE_TO_STDERR': 'True',
    }
    if templates:
        environment |= _build_for_templates(private)
    if source_id is not None:
        environment['INVENTORY_SOURCE_ID'] = str(source_id)
    if update_id is not None:
        environment['INVENTORY_UPDATE_ID'] = str(update_id)
    return environment


def _build_for_templates(private: str) -> dict[str, str]:
    """Return the settings that only templates need.

    They read facts, and fail if an input cannot be parsed. `host_group_vars`
    is off, so that no names of hosts and groups are opened as paths.
    """
    return {
        'ANSIBLE_CACHE_PLUGIN': 'placement_inv_facts',
        'ANSIBLE_CACHE_PLUGINS': os.path.join(PLUGINS, 'cache'),
        'ANSIBLE_CACHE_PLUGIN_CONNECTION': os.path.join(private, FACTS),
        _ANY_UNPARSED_FAILS: 'True',
        'ANSIBLE_VARS_ENABLED': '',
    }


def extend(
    environment: dict[str, str],
    source_vars: Mapping[str, Any],
    prefixes: Sequence[str] = (),
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Add a source's variables; return the sum, and lines on those left out.

    `prefixes` are the prefixes of names that the deployer allows.
    """
    additions, unused_names, not_allowed = {}, [], []
    room = _MAX_SIZE
    for name, value in source_vars.items():
        text = str(value)
        size = len(name) + len(text.encode(errors='replace'))
        if (
            name in environment
            or not _can_be_set(name, text)
            or size > min(room, _MAX_VARIABLE_SIZE)
        ):
            unused_names.append(name)
        elif name in HARMLESS_SETTINGS or name.startswith(tuple(prefixes)):
            additions[name] = text
            room -= size
        else:
            not_allowed.append(name)
    reasons = (
        ('source variables not used', unused_names),
        (
            'source variables not used, because '
            '[inventory_sources]environment_prefixes does not allow them',
            not_allowed,
        ),
    )
    lines = (_format_line(reason, names) for reason, names in reasons if names)
    return {**environment, **additions}, tuple(lines)


def with_strictness(
    variables: dict[str, str], is_strict: bool
) -> dict[str, str]:
    """Add whether a run fails at an inventory that it cannot parse.

    What a source says of it stays.
    """
    return {_ANY_UNPARSED_FAILS: str(is_strict), **variables}


def is_strict(variables: Mapping[str, str]) -> bool:
    """Tell whether a run fails at any inventory that it cannot parse."""
    return variables[_ANY_UNPARSED_FAILS].lower() in _TRUE_WORDS


def find_ignored_endings(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the endings of names that are not read as inventories."""
    text = variables.get(_IGNORED_ENDINGS)
    if text is None:
        return source_path.IGNORED_ENDINGS
    return tuple(ending.strip() for ending in text.split(','))


def _can_be_set(name: str, value: str) -> bool:
    """Tell whether a deployer may allow this name with this value."""
    if name in HARMLESS_SETTINGS:
        return HARMLESS_SETTINGS[name].fullmatch(value) is not None
    if not _NAME.fullmatch(name) or environment_prefixes.is_never_set(name):
        return False
    try:
        return b'\0' not in os.fsencode(value)
    except UnicodeEncodeError:
        return False


def _format_line(reason: str, names: Sequence[str]) -> str:
    """Return a line of output that lists names of variables."""
    texts = [
        name if _NAME.fullmatch(name) else ascii(name[:_MAX_NAME_LENGTH])
        for name in sorted(names)[:_MAX_NAMES]
    ]
    if len(names) > _MAX_NAMES:
        texts.append(f'{len(names) - _MAX_NAMES} more')
    return f'[{reason}: {", ".join(texts)}]\n'
