"""Checks the settings of inventory sources."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import file_roots
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import limits
from placement_inv.objects.host_inventory.sources import (
    source_path as source_paths,
)
from placement_inv.objects.host_inventory.sources import vault_files
from placement_inv.objects.host_inventory.variables import text as variables

#: The settings for the location of a source.
_LOCATION_SETTINGS = ('source_path', 'scm_branch')
#: Environment variables that a source cannot set.
_PROHIBITED = ('HOME', 'USER', '_', 'TERM', 'PATH')


def check(ctx, values, row=None):
    """Raise a FieldRefused if the settings of a source are not valid.

    `values` are the new settings; `row` is the row that they change, None for
    a new source.
    """
    before = row and source_kinds.KINDS[row['source']]
    if before and before.belongs_to_inventory:
        _check_fixed(before, values, row)
        check_plugin(before, values)
        return
    kind = source_kinds.KINDS[values.get('source') or row['source']]
    if kind.belongs_to_inventory:
        raise source_errors.NotASource(source=kind.word)
    _check_origin(kind, values)
    reads_files = kind.reads is source_kinds.Reads.FILES
    if reads_files and ('source' in values or 'source_path' in values):
        _check_path(ctx, {**(row or {}), **values})
    source_vars = _check_variables(values.get('source_vars', ''))
    if reads_files:
        _check_vault_files(source_vars)
    _check_limit(values.get('limit', ''))


def _check_fixed(kind, values, row):
    """Raise ConstructedFixed for a setting that clients cannot change."""
    for name, value in values.items():
        if name not in kind.changeable and value != row[name]:
            raise source_errors.ConstructedFixed(name=name)


def check_plugin(kind, values):
    """Raise an error for settings that the plugin of a kind cannot use.

    That is LimitUnusable or InvalidSourceVariables.
    """
    _check_limit(values.get('limit', ''))
    source_vars = _check_variables(values.get('source_vars', ''))
    if source_vars.get('plugin', kind.plugins[0]) not in kind.plugins:
        raise source_errors.InvalidSourceVariables(
            reason=f'plugin is one of {" and ".join(kind.plugins)}'
        )


def _check_origin(kind, values):
    """Refuse settings of other kinds, and kinds that cannot be loaded.

    AWX refuses the latter without a project or credential; this service has
    neither.
    """
    foreign = [
        name
        for name in _LOCATION_SETTINGS
        if values.get(name) and name not in kind.settings
    ]
    if foreign:
        raise source_errors.NotOfSource(names=' '.join(foreign))
    if kind.needs_project:
        raise source_errors.ProjectRequired()
    if kind.needs_credential:
        raise source_errors.CredentialRequired()


def _check_path(ctx, row):
    if not row['source_path']:
        return
    roots = file_roots.find(ctx, row['host_inventory_id'])
    try:
        source_paths.resolve(row['source_path'], roots)
    except import_errors.SourcePathRefused as error:
        raise source_errors.SourcePathUnusable(reason=str(error)) from error


def _check_variables(text):
    try:
        mapping = variables.parse(text)
    except errors.InvalidVariables as error:
        raise source_errors.InvalidSourceVariables(
            reason=str(error)
        ) from error
    for name in _PROHIBITED:
        if name in mapping:
            raise source_errors.InvalidSourceVariables(
                reason=f'`{name}` is a prohibited environment variable'
            )
    return mapping


def _check_vault_files(source_vars):
    try:
        vault_files.read(source_vars)
    except import_errors.VaultChoiceRefused as error:
        raise source_errors.InvalidSourceVariables(
            reason=str(error)
        ) from error


def _check_limit(limit):
    try:
        limits.check_limit(limit)
    except import_errors.LimitRefused as error:
        raise source_errors.LimitUnusable(reason=str(error)) from error
