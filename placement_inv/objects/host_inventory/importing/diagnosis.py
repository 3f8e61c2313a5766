"""Finds the files of a source because of which a run of the tool failed."""

from collections.abc import Iterator
from collections.abc import Sequence
import itertools
import json
import os
import re

from placement_inv.objects.host_inventory.importing import source_tree
from placement_inv.objects.host_inventory.sources import vault_files
from placement_inv.objects.host_inventory.variables import yaml_reading

#: How many files a sentence names.
_MAX_NAMES = 5
#: Limits of what is read again to find invalid files of variables.
_MAX_FILES, _MAX_FILE_SIZE = 1000, 1024**2

_NOT_PARSED = re.compile(
    r'Completely failed to parse inventory source (/[^\n]*)'
)
_VAULT_MESSAGE = 'no vault secrets'
_FORMATS = ('', '.yml', '.yaml', '.json')


def find_reasons(tree: source_tree.SourceTree, output: str) -> tuple[str, ...]:
    """Return sentences that name the files which the tool could not read.

    `output` is that of a run that failed. The tool names inventories in it,
    but not every release names files of variables.
    """
    inventories = _find_inventories(tree, output)
    if inventories:
        return (
            f'It could not read {_join(inventories)} as an inventory; see the '
            'output. Nothing was loaded.',
        )
    if _VAULT_MESSAGE in output:
        vaults = _first(source_tree.find_vault_files(tree))
        if vaults:
            return (
                'Files that are encrypted as a whole cannot be read: '
                f'{_join(vaults)}. The source variable '
                f'{vault_files.VARIABLE}: {vault_files.SKIP} leaves them out.',
            )
    invalid = _first(_find_invalid_files(tree))
    if invalid:
        return (f'Files of variables are not valid YAML: {_join(invalid)}.',)
    return ()


def _find_inventories(
    tree: source_tree.SourceTree, output: str
) -> Sequence[str]:
    return _first(
        os.path.relpath(path.rstrip(), tree.directory)
        for path in dict.fromkeys(_NOT_PARSED.findall(output))
    )


def _find_invalid_files(tree: source_tree.SourceTree) -> Iterator[str]:
    files = source_tree.find_variable_files(tree)
    for name in itertools.islice(files, _MAX_FILES):
        if os.path.splitext(name)[1] in _FORMATS:
            line = _find_error(os.path.join(tree.directory, name))
            if line is not None:
                yield f'{name} (line {line})'


def _find_error(path: str) -> int | None:
    """Return the line of an error of syntax in a file, None without one."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, 'rb') as file:
            data = file.read(_MAX_FILE_SIZE + 1)
    except OSError:
        return None
    if len(data) > _MAX_FILE_SIZE or _is_json(data):
        return None
    try:
        yaml_reading.check_syntax(data.decode(errors='replace'))
    except yaml_reading.ERRORS as error:
        # What is only beyond a limit of this service has no mark.
        mark = getattr(error, 'problem_mark', None)
        return mark and mark.line + 1
    return None


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _first(names: Iterator[str]) -> Sequence[str]:
    """Return a few names, and '…' if there are more."""
    some = list(itertools.islice(names, _MAX_NAMES + 1))
    return [*some[:_MAX_NAMES], *(['…'] if len(some) > _MAX_NAMES else [])]


def _join(names: Sequence[str]) -> str:
    return ', '.join(
        ascii(name)[1:-1] if name != '…' else name for name in names
    )
