"""Errors that stop the load of an inventory source."""

from placement_inv import exceptions


class ImportRefused(exceptions.Invalid):
    """The load was refused; it changed nothing."""

    code = 'host_inventory.import.refused'


class InputElsewhere(ImportRefused):
    code = 'host_inventory.import.input_elsewhere'
    sentence = (
        'An input inventory is not in the organization of this inventory: '
        'remove it from the inputs.'
    )


class SourcePathRefused(ImportRefused):
    code = 'host_inventory.source_path.refused'
    sentence = 'The source path {source_path!r} cannot be used.'


class NoSourceRoots(SourcePathRefused):
    code = 'host_inventory.source_path.no_roots'
    sentence = (
        'The source path {source_path!r} cannot be used: no directory for '
        'sources is configured ([inventory_sources]file_roots).'
    )


class SourcePathMalformed(SourcePathRefused):
    code = 'host_inventory.source_path.malformed'
    sentence = 'The source path {source_path!r} cannot be used: {reason}.'


class SourcePathOutside(SourcePathRefused):
    code = 'host_inventory.source_path.outside'
    sentence = (
        'The source path {source_path!r} lies outside the directories that '
        'sources are allowed in ([inventory_sources]file_roots).'
    )


class SourcePathMissing(SourcePathRefused):
    code = 'host_inventory.source_path.missing'
    sentence = 'The source path {source_path!r} does not exist.'


class SourcePathUnreadable(SourcePathRefused):
    code = 'host_inventory.source_path.unreadable'
    sentence = 'The source path {source_path!r} cannot be read.'


class SourceTreeRefused(SourcePathRefused):
    """A file below the path cannot be used."""

    code = 'host_inventory.source_path.tree'
    sentence = 'The source path {source_path!r} cannot be used: {reason}.'


class SourceLinkOutside(SourceTreeRefused):
    code = 'host_inventory.source_path.link_outside'
    sentence = (
        'The source path {source_path!r} cannot be used: {entry!r} links to '
        'a place outside the directories that sources are allowed in '
        '([inventory_sources]file_roots).'
    )


class SourceExecutable(SourceTreeRefused):
    code = 'host_inventory.source_path.executable'
    sentence = (
        'The source path {source_path!r} cannot be used: {entry!r} is a '
        'program, and executable sources are off '
        '([inventory_sources]allow_executable).'
    )


class LimitRefused(ImportRefused):
    code = 'host_inventory.import.limit'
    sentence = 'The limit {limit!r} cannot be used: {reason}.'


class VaultChoiceRefused(ImportRefused):
    code = 'host_inventory.import.vault_files'
    sentence = 'The source variable {name} is {choices}.'


class ToolMissing(ImportRefused):
    code = 'host_inventory.import.tool_missing'
    sentence = (
        'The program {name!r} was found neither beside {interpreter!r} nor '
        'on the PATH.'
    )


class HostFilterRefused(ImportRefused):
    code = 'host_inventory.import.host_filter'
    sentence = 'The host filter {pattern!r} cannot be used: {reason}.'


class DocumentRefused(ImportRefused):
    code = 'host_inventory.import.document'
    sentence = 'The inventory document cannot be loaded: {reason}.'


class HostNameRefused(DocumentRefused):
    code = 'host_inventory.import.host_name'
    sentence = (
        'The inventory document cannot be loaded: the host name {name!r} '
        'holds a template, and inline Jinja is not allowed in names.'
    )


class GroupNameRefused(DocumentRefused):
    code = 'host_inventory.import.group_name'
    sentence = (
        'The inventory document cannot be loaded: the group name {name!r} '
        'holds a template, and inline Jinja is not allowed in names.'
    )


class RenameCollision(ImportRefused):
    code = 'host_inventory.import.rename'
    sentence = (
        'Host {host_id} is to be renamed from {old!r} to {new!r} because '
        'its instance id is {instance_id!r}, but another host has that name.'
    )
