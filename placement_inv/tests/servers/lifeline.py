"""Ends a child process when its parent is killed."""

from collections.abc import Callable
import contextlib
import ctypes

_PR_SET_PDEATHSIG = 1


def make_preexec(signal_number: int) -> Callable[[], None]:
    """Return a `preexec_fn`: the child gets the signal if the parent dies.

    A killed process cannot end its children; Linux can do it instead. On
    other systems the child keeps running.
    """

    def set_death_signal():
        with contextlib.suppress(AttributeError):
            _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number))

    return set_death_signal


# Loaded before any fork: a forked child must not load libraries.
_libc = ctypes.CDLL(None)
