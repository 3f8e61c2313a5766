"""The files of a source, without those that the tool must not read.

The tool has no setting that leaves out single files of variables. Where some
are left out, it reads a directory of links to all others.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence
import dataclasses
import os
import pathlib

from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import source_path

#: The first bytes of a file that is encrypted as a whole.
_VAULT_START = b'$ANSIBLE_VAULT'
#: Names that the tool passes over where it looks for inventories.
_NO_INVENTORIES = ('group_vars', 'host_vars', 'vars_plugins')
#: How many files that are left out have a line of output.
_MAX_NAMES = 1000
#: The directory of links in the private directory of a run.
_LINKS = 'source'


@dataclasses.dataclass(frozen=True)
class SourceTree:
    """The paths that the tool reads, and the one that its owner knows."""

    paths: tuple[str, ...]
    #: The source's path; '' if it has none.
    path: str = ''
    #: The directories that sources are allowed in, without links.
    roots: tuple[str, ...] = ()
    #: The directory of links that stands for the source's, '' without one.
    links: str = ''
    #: Lines of output that name files which are left out.
    lines: tuple[str, ...] = ()

    @property
    def directory(self) -> str:
        """Return the directory of the source."""
        if os.path.isdir(self.path):
            return self.path
        return os.path.dirname(self.path)

    def translate(self, output: str) -> str:
        """Return output with the names that the owner of the source knows."""
        if not self.links:
            return output
        return output.replace(self.links, self.directory)

    def wrap(
        self, on_output: Callable[[str], None] | None
    ) -> Callable[[str], None] | None:
        """Return a function that passes translated output to `on_output`."""
        if on_output is None or not self.links:
            return on_output
        return lambda text: on_output(self.translate(text))


def build(
    path: str,
    roots: Sequence[str],
    private: str,
    *,
    skips_vaults: bool = False,
    ignored_endings: Collection[str] | None = None,
) -> SourceTree:
    """Return the tree of a source.

    `skips_vaults` leaves out files of variables that are encrypted as a whole.
    `ignored_endings`, unless it is None, are the endings of names that the
    tool passes over; directories without an inventory are left out then,
    because a tool that fails at all it cannot read fails at these.
    """
    real_roots = tuple(os.path.realpath(root) for root in roots if root)
    source = SourceTree((path,), path, real_roots)
    vaults = tuple(find_vault_files(source)) if skips_vaults else ()
    unused: tuple[str, ...] = ()
    if ignored_endings is not None and os.path.isdir(path):
        unused = find_directories_without_inventory(source, ignored_endings)
    if not vaults and not unused:
        return source
    links = os.path.join(private, _LINKS)
    os.mkdir(links)
    _link(source.directory, links, (*vaults, *unused))
    name = '' if os.path.isdir(path) else os.path.basename(path)
    return dataclasses.replace(
        source,
        paths=(os.path.join(links, name).rstrip(os.sep),),
        links=links,
        lines=tuple(_format_lines(vaults)),
    )


def find_variable_files(source: SourceTree) -> Iterator[str]:
    """Yield the files of variables, relative to the source's directory."""
    for name in source_path.VARIABLE_DIRECTORIES:
        top = os.path.join(source.directory, name)
        if os.path.isdir(top):
            for inside, is_directory in _walk(top, source.roots, _is_hidden):
                if not is_directory:
                    yield os.path.join(name, inside)


def find_vault_files(source: SourceTree) -> Iterator[str]:
    """Yield the files of variables that are encrypted as a whole."""
    for name in find_variable_files(source):
        if _is_vault(os.path.join(source.directory, name)):
            yield name


def find_directories_without_inventory(
    source: SourceTree, ignored_endings: Collection[str]
) -> tuple[str, ...]:
    """Return the outermost directories in which the tool finds nothing."""

    def is_passed_over(name: str) -> bool:
        return (
            _is_hidden(name)
            or name in _NO_INVENTORIES
            or name.endswith(tuple(ignored_endings))
        )

    directories, used = [], {''}
    for name, is_directory in _walk(source.path, source.roots, is_passed_over):
        if is_directory:
            directories.append(name)
        else:
            used.update(_list_parents(name))
    return tuple(
        name
        for name in directories
        if name not in used and os.path.dirname(name) in used
    )


def _walk(
    top: str, roots: Sequence[str], is_left_out: Callable[[str], bool]
) -> Iterator[tuple[str, bool]]:
    """Yield (path below `top`, whether it is a directory) of all entries.

    Links to directories are followed, unless they lead to one above, or out of
    the roots. Raises SourceTreeRefused for too many entries.
    """
    pending = [('', (os.path.realpath(top),))]
    count = 0
    while pending:
        inside, above = pending.pop()
        for name in _list_names(os.path.join(top, inside)):
            real = os.path.realpath(os.path.join(top, inside, name))
            if is_left_out(name) or not source_path.lies_in(real, roots):
                continue
            count += 1
            if count > source_path.MAX_ENTRIES:
                raise import_errors.SourceTreeRefused(
                    source_path=top,
                    reason=f'it holds more than {source_path.MAX_ENTRIES} '
                    'files',
                )
            below = os.path.join(inside, name)
            is_directory = os.path.isdir(real)
            yield below, is_directory
            if is_directory and real not in above:
                pending.append((below, (*above, real)))


def _list_names(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        # The tool will fail on it too, and its output shows why.
        return []


def _format_lines(vaults: Sequence[str]) -> Iterator[str]:
    for name in vaults[:_MAX_NAMES]:
        yield (
            f'[WARNING]: {ascii(name)[1:-1]} is encrypted as a whole and left '
            'out\n'
        )
    if len(vaults) > _MAX_NAMES:
        yield f'[WARNING]: {len(vaults) - _MAX_NAMES} more files left out\n'


def _link(source: str, target: str, left_out: Collection[str]) -> None:
    """Fill a directory with links to all of another but what is left out."""
    copied = {parent for name in left_out for parent in _list_parents(name)}
    skipped = frozenset(left_out)
    pending = ['']
    while pending:
        inside = pending.pop()
        for name in os.listdir(os.path.join(source, inside)):
            below = os.path.join(inside, name)
            link = os.path.join(target, below)
            if below in copied:
                os.mkdir(link)
                pending.append(below)
            elif below not in skipped:
                os.symlink(os.path.join(source, below), link)


def _list_parents(name: str) -> set[str]:
    return {str(path) for path in pathlib.PurePath(name).parents} - {'.'}


def _is_hidden(name: str) -> bool:
    return name.startswith('.') or name.endswith('~')


def _is_vault(path: str) -> bool:
    # A pipe would block, and a file that cannot be read is the tool's to
    # report.
    if not os.path.isfile(path):
        return False
    try:
        with open(path, 'rb') as file:
            return file.read(len(_VAULT_START)) == _VAULT_START
    except OSError:
        return False
