"""Regular expressions that mean the same, and end, on every database.

A pattern is read in the common part of the engines' languages and written
anew for each of them, so that none of them meets what it does not know.
"""

import dataclasses
import functools

from placement_inv.smartfilter.regex import parser as regex_parser
from placement_inv.smartfilter.regex.parts import RegexError

LONGEST = 512


@dataclasses.dataclass(frozen=True)
class Regex:
    """One pattern in the words of each engine."""

    python: str
    postgresql: str
    pcre: str
    insensitive: bool


@functools.lru_cache(maxsize=256)
def portable(pattern, insensitive=False):
    """Rewrite a pattern for each engine; RegexError when that is unsafe.

    >>> portable(r'^n\\d$').postgresql
    '^n[0-9]$'
    """
    if len(pattern) > LONGEST:
        raise RegexError(f'more than {LONGEST} characters', LONGEST)
    flagged = pattern.startswith('(?i)')
    reader = regex_parser.Reader(pattern, 4 if flagged else 0)
    part = reader.read()
    insensitive = insensitive or flagged
    flags = 's' + ('i' if insensitive else '')
    python, postgresql, pcre = part.texts
    unset = '' if insensitive else '-i'
    return Regex(
        f'(?{flags}){python}',
        postgresql,
        f'(*UCP)(?{flags}{unset}){pcre}',
        insensitive,
    )
