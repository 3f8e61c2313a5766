"""Start database servers, run a command, stop the servers.

python -m placement_inv.tests.servers [--only NAMES] -- COMMAND ...
"""

import argparse
from collections.abc import Mapping
import contextlib
import os
import signal
import subprocess
import sys

from placement_inv.tests.servers import SERVERS
from placement_inv.tests.servers import NotInstalled
from placement_inv.tests.servers import lifeline
from placement_inv.tests.servers import variables

_SECONDS_TO_STOP = 20


def main(arguments: list[str] | None = None) -> int:
    """Start the servers, run the command, return its exit code."""
    options = _parser().parse_args(arguments)
    _exit_on_signals()
    with contextlib.ExitStack() as stack:
        try:
            settings = _start(options.only, stack)
        except NotInstalled as missing:
            print(f'{missing}; an error because CI is set', file=sys.stderr)
            return 1
        return _run(options.command, os.environ | settings)


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m placement_inv.tests.servers',
        description='Start database servers, run a command, stop the servers.',
    )
    parser.add_argument(
        '--only',
        type=_names,
        default=tuple(SERVERS),
        metavar='NAMES',
        help='servers to start, with commas; sqlite needs none '
        f'(default: {",".join(SERVERS)})',
    )
    parser.add_argument('command', nargs='+', help='what to run, after --')
    return parser


def _names(text):
    names = [name for name in text.split(',') if name != 'sqlite']
    for name in names:
        if name not in SERVERS:
            raise argparse.ArgumentTypeError(f'unknown server {name!r}')
    return names


def _start(names, stack) -> Mapping[str, str]:
    """Start the servers; return environment variables for the tests."""
    settings = {}
    for name in names:
        if os.environ.get(variables.url(name)):
            continue  # The environment already names a server.
        try:
            server = stack.enter_context(SERVERS[name]())
        except NotInstalled as missing:
            if variables.in_ci():
                raise
            print(f'{missing}; its tests are skipped', file=sys.stderr)
            settings[variables.why_missing(name)] = str(missing)
        else:
            settings[variables.url(name)] = server.url
    return settings


def _run(command, environment):
    """Run the command; on a signal, end it before the servers."""
    # A new process group, so that a runner's workers are ended with it. At a
    # terminal the command stays in the foreground group, for Ctrl-C.
    group = None if sys.stdin.isatty() else 0
    child = subprocess.Popen(
        command,
        env=environment,
        process_group=group,
        preexec_fn=lifeline.make_preexec(signal.SIGTERM),
    )
    try:
        return _exit_code(child.wait())
    except SystemExit:
        _end(child, group)
        raise


def _end(child, group):
    def send(number):
        with contextlib.suppress(ProcessLookupError):
            if group is None:
                child.send_signal(number)
            else:
                os.killpg(child.pid, number)

    send(signal.SIGTERM)
    try:
        child.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        send(signal.SIGKILL)
        child.wait()


def _exit_code(status):
    return 128 - status if status < 0 else status


def _exit_on_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number, _frame):
    # A second signal must not interrupt the stopping of the servers.
    for other in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == '__main__':
    sys.exit(main())
