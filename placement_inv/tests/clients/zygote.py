"""Runs the `openstack` command many times, but imports its modules once.

Each line of standard input is a list of arguments, as JSON. Each line of
standard output is its result: [exit code, standard output, standard error].
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
        # Imports the modules of all commands, without a request.
        _run(['resource', 'provider', 'list', '--help'])
    for line in sys.stdin:
        print(json.dumps(_run_in_child(json.loads(line))), flush=True)


def _run_in_child(arguments):
    """Run a command in a forked process, as if it was just started."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = _run(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), _text(out), _text(err)


def _run(arguments):
    try:
        return shell.main(arguments)
    except SystemExit as error:
        return error.code or 0


def _text(stream):
    stream.seek(0)
    return stream.read().decode()


if __name__ == '__main__':
    main()
