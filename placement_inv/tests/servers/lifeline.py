"""A tie that ends a child process when its parent is killed."""

from collections.abc import Callable
import contextlib
import ctypes

_PR_SET_PDEATHSIG = 1


def tied(signal_number: int) -> Callable[[], None]:
    """Make a `preexec_fn`: the child gets the signal when we are gone.

    Whoever is killed outright can end nobody any more; Linux can do it for
    them, and elsewhere the child is only left alone.
    """

    def tie():
        with contextlib.suppress(AttributeError):
            _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number))

    return tie


# Loaded before any fork: the child must not load libraries.
_libc = ctypes.CDLL(None)
