"""Runs a program under limits, reads its output, stops it on request."""

import codecs
from collections.abc import Callable
import dataclasses
import json
import os
import selectors
import signal
import subprocess  # noqa: S404 - running a program is what this is for
import sys
import time

from placement_inv.objects.host_inventory.importing import launcher
from placement_inv.objects.host_inventory.importing import seccomp

#: Seconds between two checks of the deadline and of the cancel request.
POLL = 0.1
#: Seconds between SIGTERM and SIGKILL.
GRACE = 2.0
_CHUNK = 64 * 1024


@dataclasses.dataclass(frozen=True)
class Limits:
    """The limits of one run; 0 means no limit."""

    seconds: float = 600
    cpu_seconds: int = 600
    memory_bytes: int = 4 * 1024**3
    file_bytes: int = 256 * 1024**2
    output_bytes: int = 4 * 1024**2
    open_files: int = 256
    nice: int = 5


@dataclasses.dataclass(frozen=True)
class Program:
    """A command line, its directory, and the files that it may use."""

    argv: tuple[str, ...]
    environment: dict[str, str] = dataclasses.field(repr=False)
    directory: str
    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    confine: bool = True
    #: The only files that it may execute; () for all that it may read.
    executable: tuple[str, ...] = ()
    #: Whether to refuse to run it where the kernel cannot confine it.
    must_confine: bool = False


@dataclasses.dataclass(frozen=True)
class ProgramResult:
    """How a program ended; a negative exit code is the signal's number."""

    exit_code: int
    output: str
    is_output_cut: bool
    has_timed_out: bool
    is_cancelled: bool
    seconds: float


def run(
    program: Program,
    limits: Limits,
    on_output: Callable[[str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> ProgramResult:
    """Run a program to its end and return how it ended.

    `on_output` gets the output, stderr included, in whole lines while the
    program runs. `is_cancelled` is called ten times a second. The kernel kills
    the program when the calling thread ends.
    """
    start_time = time.monotonic()
    output = _Output(limits.output_bytes, on_output)
    process = _start(program, limits)
    deadline = start_time + limits.seconds if limits.seconds > 0 else None
    with process.stdout:
        try:
            reason = _watch(process, output, deadline, is_cancelled)
            if reason:
                _stop(process, output)
        finally:
            # Also end the processes that the program started.
            _kill(process, signal.SIGKILL)
            exit_code = process.wait()
        output.drain(process.stdout)
    output.finish()
    return ProgramResult(
        exit_code=exit_code,
        output=output.text(),
        is_output_cut=output.is_cut,
        has_timed_out=reason == 'timeout',
        is_cancelled=reason == 'cancel',
        seconds=time.monotonic() - start_time,
    )


def find_interpreter() -> str:
    """Return the path of Python; in mod_wsgi the executable is Apache."""
    if os.path.basename(sys.executable or '').startswith('python'):
        return sys.executable
    return os.path.join(sys.prefix, 'bin', 'python3')


def _start(program: Program, limits: Limits) -> subprocess.Popen:
    limits_by_name = {
        'RLIMIT_AS': limits.memory_bytes,
        'RLIMIT_CPU': limits.cpu_seconds,
        'RLIMIT_FSIZE': limits.file_bytes,
        'RLIMIT_NOFILE': limits.open_files,
    }
    settings = {
        'parent': os.getpid(),
        'nice': limits.nice,
        'limits': {
            'RLIMIT_CORE': 0,
            **{
                name: value
                for name, value in limits_by_name.items()
                if value > 0
            },
        },
        'confine': program.confine,
        'readable': program.readable,
        'writable': program.writable,
        'executable': program.executable,
        'must_confine': program.must_confine,
        'filter': seccomp.build_filter(os.uname().machine).hex(),
    }
    process = subprocess.Popen(  # noqa: S603 - no shell, our own arguments
        [
            find_interpreter(),
            '-I',
            '-S',
            launcher.__file__,
            json.dumps(settings),
            *program.argv,
        ],  # fmt: skip
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=program.environment,
        cwd=program.directory,
        start_new_session=True,
    )
    os.set_blocking(process.stdout.fileno(), False)
    return process


def _watch(process, output, deadline, is_cancelled) -> str | None:
    """Read output until the program ends.

    Return why it must be stopped: 'timeout', 'cancel', or None if it ended.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        open_pipe, next_check = True, 0.0
        while not _is_gone(process):
            if open_pipe and selector.select(POLL):
                open_pipe = output.read(process.stdout)
            elif not open_pipe:
                time.sleep(POLL)
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                return 'timeout'
            if is_cancelled is not None and now >= next_check:
                if is_cancelled():
                    return 'cancel'
                next_check = now + POLL
    return None


def _stop(process, output) -> None:
    """Send SIGTERM, and wait up to GRACE seconds for the program to end."""
    _kill(process, signal.SIGTERM)
    until = time.monotonic() + GRACE
    while not _is_gone(process) and time.monotonic() < until:
        output.read(process.stdout)
        time.sleep(POLL / 2)


def _is_gone(process) -> bool:
    """Tell whether the program ended, without releasing its process id.

    Until its exit code is read, the kernel gives the id to no other process,
    so that a signal to its process group cannot reach another program.
    """
    if process.returncode is not None:
        return True
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    try:
        return os.waitid(os.P_PID, process.pid, options) is not None
    except ChildProcessError:
        # SIGCHLD is ignored in this process: the kernel has reaped it.
        return True


def _kill(process, number) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        process.send_signal(number)


class _Output:
    """The output of a program: limited, and handed on in whole lines."""

    def __init__(
        self, max_bytes: int, on_output: Callable[[str], None] | None
    ):
        self._decode = codecs.getincrementaldecoder('utf-8')('replace').decode
        self._bytes_left = max_bytes if max_bytes > 0 else None
        self._max_bytes = max_bytes
        self._on_output = on_output
        self._parts: list[str] = []
        self._line = ''
        self.is_cut = False

    def read(self, pipe) -> bool:
        """Read what the pipe holds; return False at its end."""
        try:
            data = os.read(pipe.fileno(), _CHUNK)
        except BlockingIOError:
            return True
        self._add(data)
        return bool(data)

    def drain(self, pipe) -> None:
        """Read the rest of the pipe, without waiting for more."""
        before = None
        while before != 0:
            try:
                data = os.read(pipe.fileno(), _CHUNK)
            except BlockingIOError:
                return
            before = len(data)
            self._add(data)

    def finish(self) -> None:
        """Hand on an unfinished last line, and a notice if output was cut."""
        self._hand_on(self._line + self._decode(b'', final=True))
        self._line = ''
        if self.is_cut:
            last = self._parts[-1] if self._parts else '\n'
            self._hand_on(
                ('' if last.endswith('\n') else '\n')
                + f'[output cut: only its first {self._max_bytes} bytes '
                'are kept]\n'
            )

    def text(self) -> str:
        return ''.join(self._parts)

    def _add(self, data: bytes) -> None:
        if self._bytes_left is not None:
            self.is_cut = self.is_cut or len(data) > self._bytes_left
            data = data[: self._bytes_left]
            self._bytes_left -= len(data)
        # PostgreSQL cannot store a NUL character.
        text = self._decode(data).replace('\0', '\N{REPLACEMENT CHARACTER}')
        whole, newline, self._line = (self._line + text).rpartition('\n')
        self._hand_on(whole + newline)
        if len(self._line) > _CHUNK:
            self._hand_on(self._line)
            self._line = ''

    def _hand_on(self, text: str) -> None:
        if text:
            self._parts.append(text)
            if self._on_output is not None:
                self._on_output(text)
