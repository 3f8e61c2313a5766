"""Runs the `openstack` command again and again, for the price of one start.

Each line of standard input is a list of arguments, as JSON. Each line of
standard output answers it: [exit code, standard output, standard error].
"""

import contextlib
import io
import json
import os
import sys
import tempfile

from openstackclient import shell


def main():
    with contextlib.redirect_stdout(io.StringIO()):
        # Loads what every command needs, and asks no service for anything.
        _code_of(['resource', 'provider', 'list', '--help'])
    for line in sys.stdin:
        print(json.dumps(_in_a_child(json.loads(line))), flush=True)


def _in_a_child(arguments):
    """Run a command in a process of its own, as if it was just started."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = _code_of(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), _text(out), _text(err)


def _code_of(arguments):
    try:
        return shell.main(arguments)
    except SystemExit as ended:
        return ended.code or 0


def _text(stream):
    stream.seek(0)
    return stream.read().decode()


if __name__ == '__main__':
    main()
