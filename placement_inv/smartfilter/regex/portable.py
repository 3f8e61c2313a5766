"""Regular expressions with the same meaning, and bounded time, everywhere.

A pattern is parsed in the syntax that all engines share and written anew for
each of them, so that no engine receives syntax that it reads differently.
"""

import dataclasses
import functools

from placement_inv.smartfilter.regex import parser as regex_parser
from placement_inv.smartfilter.regex.parts import RegexError

LONGEST = 512


@dataclasses.dataclass(frozen=True)
class Regex:
    """One pattern in the syntax of each engine."""

    python: str
    postgresql: str
    pcre: str
    insensitive: bool
    #: Whether a search can take the square of a text's length.
    reads_again: bool


@functools.lru_cache(maxsize=256)
def translate(pattern, insensitive=False):
    """Return the Regex of a pattern.

    Raises RegexError for a pattern that is invalid or unsafe.

    >>> translate(r'^n\\d$').postgresql
    '^n[0-9]$'
    """
    if len(pattern) > LONGEST:
        raise RegexError(f'more than {LONGEST} characters', LONGEST)
    has_flag = pattern.startswith('(?i)')
    reader = regex_parser.Reader(pattern, 4 if has_flag else 0)
    part = reader.read()
    insensitive = insensitive or has_flag
    flags = 's' + ('i' if insensitive else '')
    python, postgresql, pcre = part.texts
    unset = '' if insensitive else '-i'
    return Regex(
        f'(?{flags}){python}',
        postgresql,
        f'(*UCP)(?{flags}{unset}){pcre}',
        insensitive,
        reader.reads_again,
    )
