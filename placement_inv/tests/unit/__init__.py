"""Unit tests: no database, no server, no child process."""

import sys

from placement_inv.tests import hypothesis_profile  # noqa: F401

#: Python's audit events of starting a process or opening a connection.
#: of Python's audit events.
_FORBIDDEN = frozenset(
    {
        'os.exec',
        'os.fork',
        'os.forkpty',
        'os.posix_spawn',
        'os.system',
        'socket.bind',
        'socket.connect',
        'socket.sendto',
        'subprocess.Popen',
    }
)


def _is_called_by_unit_test():
    frame = sys._getframe()
    while frame := frame.f_back:
        if frame.f_globals.get('__name__', '').startswith(f'{__name__}.'):
            return True
    return False


def _refuse(event, _arguments):
    """Fail a unit test that starts a process or opens a connection.

    Other tests may run in the same process, so the callers are checked.
    """
    if event in _FORBIDDEN and _is_called_by_unit_test():
        raise AssertionError(
            f'{event}: unit tests use no child process and no server; this '
            'one belongs in placement_inv/tests/functional'
        )


sys.addaudithook(_refuse)
