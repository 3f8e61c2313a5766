"""Finds options and sections of configuration files that nothing reads."""

import difflib
import importlib.metadata

from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import loading
from oslo_config import cfg

from placement_inv.conf import files

#: Whose options the service reads: namespaces of oslo-config-generator.
NAMESPACES = (
    'placement_inv',
    'keystonemiddleware.auth_token',
    'oslo.log',
    'oslo.middleware.cors',
    'oslo.middleware.http_proxy_to_wsgi',
    'oslo.policy',
)
_TOKENS = 'keystone_authtoken'


def list_options(conf):
    """Return the (name of a group or None, option) pairs of all options."""
    pairs = [
        (getattr(group, 'name', group), option)
        for entry in importlib.metadata.entry_points(group='oslo.config.opts')
        if entry.name in NAMESPACES
        for group, options in entry.load()()
        for option in options
    ]
    return pairs + [
        (section, option)
        for section in _list_sections_of_plugin(conf)
        for option in _list_plugin_options(conf, section)
    ]


def register(conf, pairs):
    """Register options that are not registered yet."""
    for group, option in pairs:
        try:
            conf.register_opt(option, group=group)
        except cfg.DuplicateOptError:
            # The service has other defaults for it.
            continue


def find_unknown(settings, pairs):
    """Return a sentence for each of the Settings that nothing reads."""
    names = {}
    for group, option in pairs:
        _add(names, group or 'DEFAULT', option.dest, option.name)
        for old in option.deprecated_opts:
            _add(
                names, old.group or group or 'DEFAULT', old.name or option.name
            )
    problems = []
    unknown_sections = set()
    for setting in settings:
        section, name = setting.key
        if section not in names:
            if (setting.file, section) not in unknown_sections:
                unknown_sections.add((setting.file, section))
                problems.append(
                    f'{setting.place}: there is no section '
                    f'[{setting.section}]{_suggest(section, names, "[{}]")}'
                )
        elif name not in names[section]:
            problems.append(
                f'{setting.place}: [{setting.section}] has no option '
                f'{setting.name}{_suggest(name, names[section])}'
            )
    return problems


def _add(names, section, *options):
    known = names.setdefault(section.lower(), set())
    known.update(files.normalize(option) for option in options)


def _suggest(name, names, form='{}'):
    matches = difflib.get_close_matches(name, sorted(names), 1)
    return f'; did you mean {form.format(matches[0])}?' if matches else ''


def _list_sections_of_plugin(conf):
    """Return the sections with options of Keystone's plugin."""
    loading.register_auth_conf_options(conf, _TOKENS)
    other = conf[_TOKENS].auth_section
    return [_TOKENS, other] if other else [_TOKENS]


def _list_plugin_options(conf, section):
    """Return the options of the plugin that a section names."""
    options = loading.get_auth_common_conf_options()
    if not conf[section].get('auth_type'):
        return options
    try:
        return options + loading.get_auth_plugin_conf_options(
            conf[section].auth_type
        )
    except keystone_exceptions.NoMatchingPlugin:
        return options
