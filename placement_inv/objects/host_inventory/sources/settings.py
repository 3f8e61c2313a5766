"""The settings of inventory sources: which there are, which make sense."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import limits
from placement_inv.objects.host_inventory.sources import (
    source_path as source_paths,
)
from placement_inv.objects.host_inventory.variables import text as variables

#: A source that is only a name.
MANUAL = ''
FILE = 'file'
PROJECT = 'scm'
CONSTRUCTED = 'constructed'
#: What can be changed of the source of a constructed inventory.
OF_CONSTRUCTED = (
    'source_vars',
    'update_cache_timeout',
    'limit',
    'verbosity',
)
_PLUGINS = ('constructed', 'ansible.builtin.constructed')
#: The one cloud that AWX reads without a credential of its own.
_WITHOUT_CREDENTIAL = 'ec2'

#: Variables of the environment that a source may not set.
_PROHIBITED = ('HOME', 'USER', '_', 'TERM', 'PATH')


def is_loadable(source, source_path):
    """Tell whether this service can load such a source."""
    return source == CONSTRUCTED or (source == FILE and source_path != '')


def check(ctx, values, kept=None):
    """Refuse settings that make no sense together.

    `values` are the new ones, `kept` those of the row that they change.
    """
    source = values.get('source') or kept['source']
    if kept is not None and kept['source'] == CONSTRUCTED:
        _check_constructed(values, kept)
        return
    if source == CONSTRUCTED:
        raise source_errors.ConstructedSource()
    _check_origin(source, values)
    if source == FILE and ('source' in values or 'source_path' in values):
        _check_path(ctx, {**(kept or {}), **values}['source_path'])
    _check_variables(values.get('source_vars', ''))
    _check_limit(values.get('limit', ''))


def _check_constructed(values, kept):
    """Refuse to change what a constructed inventory settles itself."""
    for name, value in values.items():
        if name not in OF_CONSTRUCTED and value != kept[name]:
            raise source_errors.ConstructedFixed(name=name)
    check_constructed(values)


def check_constructed(values):
    """Refuse what the plugin of constructed inventories could not be given."""
    _check_limit(values.get('limit', ''))
    said = _check_variables(values.get('source_vars', ''))
    if said.get('plugin', _PLUGINS[0]) not in _PLUGINS:
        raise source_errors.InvalidSourceVariables(
            reason=f'plugin is one of {" and ".join(_PLUGINS)}'
        )


def _check_origin(source, values):
    """Refuse what only another kind of source has, or what it needs."""
    if source != PROJECT:
        own = ('source_path',) if source == FILE else ()
        foreign = [
            name
            for name in ('source_path', 'scm_branch')
            if values.get(name) and name not in own
        ]
        if foreign:
            raise source_errors.NotOfSource(names=' '.join(foreign))
    if source == PROJECT:
        raise source_errors.ProjectRequired()
    if source not in (FILE, _WITHOUT_CREDENTIAL):
        raise source_errors.CredentialRequired()


def _check_path(ctx, source_path):
    if not source_path:
        return
    try:
        source_paths.resolve(
            source_path, ctx.conf.inventory_sources.file_roots
        )
    except import_errors.SourcePathRefused as error:
        raise source_errors.SourcePathUnusable(reason=str(error)) from error


def _check_variables(text):
    try:
        said = variables.parse(text)
    except errors.InvalidVariables as error:
        raise source_errors.InvalidSourceVariables(
            reason=str(error)
        ) from error
    for name in _PROHIBITED:
        if name in said:
            raise source_errors.InvalidSourceVariables(
                reason=f'`{name}` is a prohibited environment variable'
            )
    return said


def _check_limit(limit):
    try:
        limits.check_limit(limit)
    except import_errors.LimitRefused as error:
        raise source_errors.LimitUnusable(reason=str(error)) from error
