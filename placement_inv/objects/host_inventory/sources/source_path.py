"""Checks the paths of `file` sources, and the files below them."""

from collections.abc import Iterator
from collections.abc import Sequence
import os
import stat

from placement_inv.objects.host_inventory.sources import import_errors

#: A directory with more entries is probably not an inventory.
MAX_ENTRIES = 100_000

#: Directories beside inventories that hold files of variables.
VARIABLE_DIRECTORIES = ('group_vars', 'host_vars')
#: Files that ansible-inventory ignores in a directory of inventories.
IGNORED_ENDINGS = (
    '.pyc', '.pyo', '.swp', '.bak', '~', '.rpm', '.md', '.txt', '.rst',
    '.orig', '.cfg', '.retry',
)  # fmt: skip
_PROGRAM_STARTS = (b'#!', b'\x7fE')


def resolve(source_path: str, roots: Sequence[str]) -> str:
    """Return the absolute path of a source; it lies under a root.

    A relative path is looked up in one root after the other. Links and `..`
    are resolved before the check. Raises a SourcePathRefused.
    """
    _check_text(source_path)
    real_roots = [os.path.realpath(root) for root in roots if root]
    if not real_roots:
        raise import_errors.NoSourceRoots(source_path=source_path)
    if os.path.isabs(source_path):
        candidates = [source_path]
    else:
        candidates = [os.path.join(root, source_path) for root in real_roots]
    inside = [
        real_path
        for real_path in map(_follow, candidates)
        if lies_in(real_path, real_roots)
    ]
    existing = [real_path for real_path in inside if os.path.exists(real_path)]
    if not existing:
        # The error must not reveal whether a file outside exists.
        if len(inside) < len(candidates):
            raise import_errors.SourcePathOutside(source_path=source_path)
        raise import_errors.SourcePathMissing(source_path=source_path)
    _check_readable(existing[0], source_path)
    return existing[0]


def inspect(
    path: str, roots: Sequence[str], *, allow_executable: bool = False
) -> None:
    """Raise SourceTreeRefused for links that leave the roots, or programs."""
    real_roots = [os.path.realpath(root) for root in roots if root]
    for number, (entry, is_inventory) in enumerate(_list_entries(path)):
        if number >= MAX_ENTRIES:
            raise import_errors.SourceTreeRefused(
                source_path=path,
                reason=f'it holds more than {MAX_ENTRIES} files',
            )
        if not lies_in(os.path.realpath(entry), real_roots):
            raise import_errors.SourceLinkOutside(
                source_path=path, entry=entry
            )
        if is_inventory and not allow_executable and _is_program(entry):
            raise import_errors.SourceExecutable(source_path=path, entry=entry)


def _check_text(source_path: str) -> None:
    reason = None
    if not source_path.strip():
        reason = 'it is blank'
    elif '\0' in source_path:
        reason = 'it holds a NUL character'
    elif ',' in source_path:
        # ansible-inventory reads a text with a comma as a list of hosts.
        reason = 'it holds a comma'
    if reason:
        raise import_errors.SourcePathMalformed(
            source_path=source_path, reason=reason
        )


def _follow(path: str) -> str:
    """Resolve the links of a path, except that the file itself is a link.

    ansible-inventory looks for variables beside the link, not beside its
    target.
    """
    real = os.path.realpath(path)
    name = os.path.basename(path)
    if name in ('', os.curdir, os.pardir) or not os.path.isfile(real):
        return real
    return os.path.join(os.path.realpath(os.path.dirname(path)), name)


def lies_in(path: str, real_roots: Sequence[str]) -> bool:
    """Tell whether a path, and what it links to, lie below a root."""
    return all(
        any(os.path.commonpath((place, root)) == root for root in real_roots)
        for place in (path, os.path.realpath(path))
    )


def _check_readable(path: str, source_path: str) -> None:
    mode = os.stat(path).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise import_errors.SourcePathMalformed(
            source_path=source_path,
            reason='it is neither a file nor a directory',
        )
    access_mode = os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)
    if not os.access(path, access_mode):
        raise import_errors.SourcePathUnreadable(source_path=source_path)


def _list_entries(path: str) -> Iterator[tuple[str, bool]]:
    """Yield (file that the tool may open, whether it is an inventory)."""
    if os.path.isdir(path):
        yield from _walk(path, is_inventory=True)
        return
    yield path, True
    for name in VARIABLE_DIRECTORIES:
        beside = os.path.join(os.path.dirname(path), name)
        if os.path.lexists(beside):
            yield beside, False
            yield from _walk(beside, is_inventory=False)


def _walk(top: str, *, is_inventory: bool) -> Iterator[tuple[str, bool]]:
    for directory, subdirectories, files in os.walk(top):
        subdirectories[:] = [n for n in subdirectories if n[0] != '.']
        inside = os.path.relpath(directory, top).split(os.sep)
        as_inventory = is_inventory and not any(
            part in VARIABLE_DIRECTORIES for part in inside
        )
        for name in subdirectories:
            yield os.path.join(directory, name), False
        for name in files:
            if name[0] != '.':
                passed_over = name.endswith(IGNORED_ENDINGS)
                yield (
                    os.path.join(directory, name),
                    as_inventory and not passed_over,
                )


def _is_program(path: str) -> bool:
    if not os.path.isfile(path):
        return False
    try:
        with open(path, 'rb') as file:
            return file.read(2) in _PROGRAM_STARTS
    except OSError:
        # The tool will fail on it too, and its output shows why.
        return False
