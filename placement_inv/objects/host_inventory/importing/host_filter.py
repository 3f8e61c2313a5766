"""The regular expression by which a source chooses its hosts."""

from collections.abc import Callable
import re
import time
import warnings

import regex

from placement_inv.objects.host_inventory.sources import import_errors

MAX_LENGTH = 1024
#: Seconds all matches of one load may take together.
SECONDS = 10.0


def compile_filter(
    pattern: str, seconds: float = SECONDS
) -> Callable[[str], bool] | None:
    """Return what tells whether a host name matches; None for no filter.

    The match is anchored at the start of the name, not at its end. An
    expression that takes too long is refused while it is used.
    """
    if not pattern:
        return None
    _check(pattern)
    match = regex.compile(pattern).match
    left = seconds

    def matches(name: str) -> bool:
        nonlocal left
        began = time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            return match(name, timeout=left) is not None
        except TimeoutError:
            raise import_errors.HostFilterRefused(
                pattern=pattern, reason='matching it takes too long'
            ) from None
        finally:
            left -= time.monotonic() - began

    return matches


def _check(pattern: str) -> None:
    """Refuse what is no Python regular expression, or too long a one."""
    reason = None
    if len(pattern) > MAX_LENGTH:
        reason = f'it is longer than {MAX_LENGTH} characters'
    else:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                # The library that can stop in time knows more than Python's
                # own: what only it understands is not accepted.
                re.compile(pattern)
                regex.compile(pattern)
        except (re.error, regex.error, OverflowError, RecursionError) as error:
            reason = str(error) or type(error).__name__
    if reason:
        raise import_errors.HostFilterRefused(pattern=pattern, reason=reason)
