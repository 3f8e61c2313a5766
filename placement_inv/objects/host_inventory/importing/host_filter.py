"""Compiles the regular expression that selects the hosts of a source."""

from collections.abc import Callable
import re
import time
import warnings

import regex

from placement_inv.objects.host_inventory.sources import import_errors

MAX_LENGTH = 1024
#: Seconds that all matches of one load may take together.
SECONDS = 10.0


def compile_filter(
    pattern: str, seconds: float = SECONDS
) -> Callable[[str], bool] | None:
    """Return a function: host name -> whether it matches; None for ''.

    The match is anchored at the start of the name, not at its end. Raises
    HostFilterRefused; the function raises it when matching takes too long.
    """
    if not pattern:
        return None
    _check(pattern)
    match = regex.compile(pattern).match
    seconds_left = seconds

    def matches(name: str) -> bool:
        nonlocal seconds_left
        start_time = time.monotonic()
        try:
            if seconds_left <= 0:
                raise TimeoutError
            return match(name, timeout=seconds_left) is not None
        except TimeoutError:
            raise import_errors.HostFilterRefused(
                pattern=pattern, reason='matching it takes too long'
            ) from None
        finally:
            seconds_left -= time.monotonic() - start_time

    return matches


def _check(pattern: str) -> None:
    """Raise HostFilterRefused for an invalid or too long expression."""
    reason = None
    if len(pattern) > MAX_LENGTH:
        reason = f'it is longer than {MAX_LENGTH} characters'
    else:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                # `regex`, which has a timeout, accepts more than `re`.
                # Users write for `re`, so both must accept the pattern.
                re.compile(pattern)
                regex.compile(pattern)
        except (re.error, regex.error, OverflowError, RecursionError) as error:
            reason = str(error) or type(error).__name__
    if reason:
        raise import_errors.HostFilterRefused(pattern=pattern, reason=reason)
