"""Run a command while the databases' servers run beside it.

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
    _leave_on_signals()
    with contextlib.ExitStack() as stack:
        try:
            told = _started(options.only, stack)
        except NotInstalled as missing:
            print(f'{missing}; refused because CI is set', file=sys.stderr)
            return 1
        return _run(options.command, os.environ | told)


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m placement_inv.tests.servers',
        description='Run a command while database servers run beside it.',
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


def _started(names, stack) -> Mapping[str, str]:
    """Start what is installed; tell the tests where, or why not."""
    told = {}
    for name in names:
        if os.environ.get(variables.url(name)):
            continue  # Somebody named a server to use; it stays theirs.
        try:
            server = stack.enter_context(SERVERS[name]())
        except NotInstalled as missing:
            if variables.in_ci():
                raise
            print(f'{missing}; its tests are skipped', file=sys.stderr)
            told[variables.why_missing(name)] = str(missing)
        else:
            told[variables.url(name)] = server.url
    return told


def _run(command, environment):
    """Run the command; when we must leave, it leaves first, whole."""
    # Its own group, so that a runner's workers are ended with it; but at a
    # terminal the group in front must stay one, for debuggers and Ctrl-C.
    group = None if sys.stdin.isatty() else 0
    child = subprocess.Popen(
        command,
        env=environment,
        process_group=group,
        preexec_fn=lifeline.tied(signal.SIGTERM),
    )
    try:
        return _exit_code(child.wait())
    except SystemExit:
        _end(child, group)
        raise


def _end(child, group):
    def tell(number):
        with contextlib.suppress(ProcessLookupError):
            if group is None:
                child.send_signal(number)
            else:
                os.killpg(child.pid, number)

    tell(signal.SIGTERM)
    try:
        child.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        tell(signal.SIGKILL)
        child.wait()


def _exit_code(status):
    return 128 - status if status < 0 else status


def _leave_on_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)


def _leave(number, _frame):
    # Once leaving, a second signal must not leave servers behind.
    for other in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == '__main__':
    sys.exit(main())
