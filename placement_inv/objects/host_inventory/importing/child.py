"""Run one program under limits, watch its output, end it when asked."""

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

#: Seconds between two looks at the clock and at the wish to cancel.
POLL = 0.1
#: Seconds between asking the program to end and ending it.
GRACE = 2.0
_CHUNK = 64 * 1024


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one run may use; 0 is no limit."""

    seconds: float = 600
    cpu_seconds: int = 600
    memory_bytes: int = 4 * 1024**3
    file_bytes: int = 256 * 1024**2
    output_bytes: int = 4 * 1024**2
    open_files: int = 256
    nice: int = 5


@dataclasses.dataclass(frozen=True)
class Program:
    """What to run, where, and which files it may touch."""

    argv: tuple[str, ...]
    environment: dict[str, str]
    directory: str
    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    confine: bool = True
    #: The only files it may run; none named, it may run what it may read.
    executable: tuple[str, ...] = ()
    #: Whether it does not run at all where the kernel cannot confine it.
    must_confine: bool = False


@dataclasses.dataclass(frozen=True)
class ProgramResult:
    """How a run ended; a negative exit code is the signal that ended it."""

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
            # What the program itself started goes with it, come what may.
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
    """Return the Python to run; inside a web server we are not one."""
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
    """Pass output on until the program is gone; return why to end it."""
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
    """Ask the program to end, and wait a little for it to do so."""
    _kill(process, signal.SIGTERM)
    until = time.monotonic() + GRACE
    while not _is_gone(process) and time.monotonic() < until:
        output.read(process.stdout)
        time.sleep(POLL / 2)


def _is_gone(process) -> bool:
    """Tell whether the program ended, but leave its id taken until then.

    As long as nobody asks for its exit code, no other process can get the
    number, and a signal to its group reaches nobody else.
    """
    if process.returncode is not None:
        return True
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    try:
        return os.waitid(os.P_PID, process.pid, options) is not None
    except ChildProcessError:
        # Somebody set SIGCHLD to be ignored: the kernel took it away.
        return True


def _kill(process, number) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        process.send_signal(number)


class _Output:
    """Text of a program: bounded, and handed on in whole lines."""

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
        """Take what is there; tell whether more may come."""
        try:
            data = os.read(pipe.fileno(), _CHUNK)
        except BlockingIOError:
            return True
        self._add(data)
        return bool(data)

    def drain(self, pipe) -> None:
        """Take what the pipe still holds, without waiting for more."""
        before = None
        while before != 0:
            try:
                data = os.read(pipe.fileno(), _CHUNK)
            except BlockingIOError:
                return
            before = len(data)
            self._add(data)

    def finish(self) -> None:
        """Hand on the last, unfinished line, and say what was left out."""
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
        # Databases hold no NUL character.
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
