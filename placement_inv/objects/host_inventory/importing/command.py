"""Runs ansible-inventory over one source."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
import contextlib
import dataclasses
import glob
import os
import shutil
import signal
import stat
import sys
from typing import Any

from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import diagnosis
from placement_inv.objects.host_inventory.importing import environment
from placement_inv.objects.host_inventory.importing import launcher
from placement_inv.objects.host_inventory.importing import private_directory
from placement_inv.objects.host_inventory.importing import source_tree
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import (
    limits as source_limits,
)
from placement_inv.objects.host_inventory.sources import source_path
from placement_inv.objects.host_inventory.sources import vault_files

TOOL = 'ansible-inventory'

_VERBOSITY = {0: (), 1: ('-vvv',), 2: ('-vvvvv',)}
#: The dynamic loaders: the kernel executes one to load shared libraries.
_LOADERS = ('/lib*/ld-*', '/lib/*/ld-*', '/usr/lib*/ld-*')
#: Files that a Python program reads to start; nothing else of /etc.
_SYSTEM = (
    '/usr', '/lib', '/lib32', '/lib64', '/bin', '/opt', '/etc/ld.so.cache',
    '/etc/localtime', '/etc/alternatives', '/etc/ssl/openssl.cnf',
    '/dev/urandom', '/dev/random',
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Request:
    """The settings of a source, and the rules of the deployment."""

    path: str
    roots: tuple[str, ...]
    #: A function that writes the inventories into a directory and returns
    #: their paths, for sources without files. They may hold templates.
    write: Callable[[str], Sequence[str]] | None = None
    limit: str = ''
    verbosity: int = 1
    source_vars: Mapping[str, Any] = dataclasses.field(
        default_factory=dict, repr=False
    )
    #: Prefixes of the environment variables that `source_vars` may set.
    environment_prefixes: tuple[str, ...] = ()
    source_id: int | None = None
    update_id: int | None = None
    allow_executable: bool = False
    #: Whether to refuse files where the system cannot confine the tool.
    #: Templates are always refused there.
    must_confine: bool = True
    #: Whether the run fails if an inventory of a directory cannot be parsed,
    #: unless `source_vars` say otherwise.
    is_strict: bool = False


@dataclasses.dataclass(frozen=True)
class Result:
    """How the run ended, and the document if it was successful."""

    document: bytes | None
    exit_code: int
    output: str
    is_output_cut: bool
    has_timed_out: bool
    is_cancelled: bool
    seconds: float
    argv: tuple[str, ...]
    environment: dict[str, str] = dataclasses.field(repr=False)
    directory: str
    #: Sentences that name the files because of which the run failed.
    reasons: tuple[str, ...] = ()

    @property
    def has_succeeded(self) -> bool:
        return self.document is not None

    @property
    def explanation(self) -> str:
        """Return why there is no document, in one sentence, else ''."""
        if self.has_succeeded:
            return ''
        if self.is_cancelled:
            return f'{TOOL} was cancelled.'
        if self.has_timed_out:
            return (
                f'{TOOL} ran longer than allowed (by the timeout of the '
                'source or of [inventory_sources]) and was ended.'
            )
        if self.exit_code == -signal.SIGXCPU:
            return f'{TOOL} used more processor time than allowed.'
        if self.exit_code < 0:
            name = signal.Signals(-self.exit_code).name
            return f'{TOOL} was ended by signal {name}.'
        if self.exit_code == launcher.CANNOT_START:
            return f'{TOOL} could not be started; see the output.'
        if self.exit_code:
            return ' '.join(
                (
                    f'{TOOL} ended with exit code {self.exit_code}.',
                    *self.reasons,
                )
            )
        return f'{TOOL} wrote no inventory, or a larger one than allowed.'


def find_tool() -> str:
    """Return the path of ansible-inventory.

    The one beside this service's Python takes precedence over the PATH.
    Raises ToolMissing.
    """
    interpreter = child.find_interpreter()
    beside = os.path.join(os.path.dirname(interpreter), TOOL)
    if os.access(beside, os.X_OK):
        return beside
    path = shutil.which(TOOL)
    if path is None:
        raise import_errors.ToolMissing(name=TOOL, interpreter=interpreter)
    return os.path.abspath(path)


def run(
    request: Request,
    limits: child.Limits | None = None,
    *,
    on_output: Callable[[str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    tool: str | None = None,
) -> Result:
    """Run ansible-inventory and return its document and how it ended.

    Raises SourcePathRefused, LimitRefused or VaultChoiceRefused before
    anything runs.
    """
    limits = limits or child.Limits()
    source_limits.check_limit(request.limit)
    with _private_directory() as private:
        variables, lines = _build_environment(request, private)
        tree = _build_tree(request, variables, private)
        lines = (*lines, *tree.lines)
        program = _build_program(request, variables, tree, tool, private)
        if lines and on_output is not None:
            on_output(''.join(lines))
        result = child.run(program, limits, tree.wrap(on_output), is_cancelled)
        output = tree.translate(result.output)
        document, reasons = None, ()
        if not (
            result.exit_code or result.has_timed_out or result.is_cancelled
        ):
            document = _read(_document_path(private), limits.file_bytes)
        elif result.exit_code > 0 and tree.path:
            reasons = diagnosis.find_reasons(tree, output)
    return Result(
        document=document,
        argv=program.argv,
        environment=program.environment,
        directory=program.directory,
        reasons=reasons,
        **{**vars(result), 'output': ''.join((*lines, output))},
    )


def build_arguments(
    inventories: Sequence[str],
    limit: str,
    verbosity: int,
    output: str,
    playbook_dir: str,
) -> tuple[str, ...]:
    """Return the arguments of ansible-inventory for one source."""
    # With `=`, a limit that starts with a dash is not read as an option.
    limit_option = (f'--limit={limit}',) if limit else ()
    options = (part for path in inventories for part in ('-i', path))
    return (
        '--list', '--export', *options, *limit_option, *_VERBOSITY[verbosity],
        '--output', output, '--playbook-dir', playbook_dir,
    )  # fmt: skip


def _build_environment(
    request: Request, private: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the environment, and lines on variables that are not used."""
    source_vars = {
        name: value
        for name, value in request.source_vars.items()
        if name != vault_files.VARIABLE
    }
    variables, lines = environment.extend(
        environment.build(
            private,
            allow_executable=request.allow_executable,
            templates=request.write is not None,
            source_id=request.source_id,
            update_id=request.update_id,
        ),
        source_vars,
        request.environment_prefixes,
    )
    return environment.with_strictness(variables, request.is_strict), lines


def _build_tree(
    request: Request, variables: Mapping[str, str], private: str
) -> source_tree.SourceTree:
    """Return the inventories that the tool reads."""
    if request.write is not None:
        return source_tree.SourceTree(tuple(request.write(private)))
    choice = vault_files.read(request.source_vars)
    path = source_path.resolve(request.path, request.roots)
    source_path.inspect(
        path, request.roots, allow_executable=request.allow_executable
    )
    # Scripts may look for files by paths that lead out of the directory.
    leaves_out_directories = (
        environment.is_strict(variables) and not request.allow_executable
    )
    return source_tree.build(
        path,
        request.roots,
        private,
        skips_vaults=choice == vault_files.SKIP,
        ignored_endings=(
            environment.find_ignored_endings(variables)
            if leaves_out_directories
            else None
        ),
    )


def _build_program(
    request: Request,
    variables: dict[str, str],
    tree: source_tree.SourceTree,
    tool: str | None,
    private: str,
) -> child.Program:
    tool = tool or find_tool()
    templates = request.write is not None
    argv = build_arguments(
        tree.paths,
        request.limit,
        request.verbosity,
        _document_path(private),
        _playbook_dir(request, tree, private),
    )
    return child.Program(
        argv=(tool, *argv),
        environment=variables,
        directory=private,
        readable=(*_find_readable(tool, request.roots), environment.PLUGINS),
        writable=(private, '/dev/null'),
        # An inventory script may need the network and any program.
        confine=templates or not request.allow_executable,
        executable=_find_executables(tool),
        must_confine=templates or request.must_confine,
    )


def _playbook_dir(
    request: Request, tree: source_tree.SourceTree, private: str
) -> str:
    """Return the directory from which the tool loads plugins."""
    if request.allow_executable and request.write is None:
        return tree.links or tree.directory
    return private


def _find_executables(tool: str) -> tuple[str, ...]:
    """Return the files that a run of the tool executes.

    A shell is among them only if the tool's first line names it.
    """
    with open(tool, 'rb') as file:
        first = file.readline(256).decode(errors='replace')
    words = first.removeprefix('#!').split() if first[:2] == '#!' else []
    programs = words[:1]
    if len(words) > 1 and os.path.basename(words[0]) == 'env':
        # `env` searches the PATH of the tool's environment.
        interpreter_path = shutil.which(words[-1], path=os.defpath)
        programs += [interpreter_path] if interpreter_path else []
    return (
        os.path.realpath(tool),
        *map(os.path.realpath, programs),
        os.path.realpath(child.find_interpreter()),
        *(path for pattern in _LOADERS for path in glob.glob(pattern)),
    )


def _find_readable(tool: str, roots: tuple[str, ...]) -> tuple[str, ...]:
    real_tool = os.path.realpath(tool)
    # A virtual environment has its libraries in lib/, beside bin/.
    prefix = os.path.dirname(os.path.dirname(real_tool))
    return (
        *_SYSTEM,
        sys.prefix,
        sys.base_prefix,
        os.path.dirname(real_tool),
        os.path.realpath(os.path.join(prefix, 'lib')),
        os.path.join(prefix, 'pyvenv.cfg'),
        *map(os.path.realpath, roots),
    )


@contextlib.contextmanager
def _private_directory() -> Iterator[str]:
    with private_directory.create() as private:
        os.mkdir(os.path.join(private, 'tmp'))
        # With this empty file, the tool reads no other configuration.
        with open(os.path.join(private, 'ansible.cfg'), 'w'):
            pass
        yield private


def _document_path(private: str) -> str:
    return os.path.join(private, 'inventory.json')


def _read(path: str, max_bytes: int) -> bytes | None:
    """Return the bytes of a regular file.

    None if there is none, or if it is larger than `max_bytes` (0: no limit).
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(handle, 'rb') as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None
        if max_bytes > 0 and status.st_size > max_bytes:
            return None
        return file.read()
