"""Version numbers as texts that sort in the order of the versions.

The SQL of each database builds the same text; see the backends.
"""

import re

#: How many numbers of a version, and how many digits of each, are compared.
NUMBERS = 8
DIGITS = 12
#: Any of these separates numbers.
SEPARATORS = '.-_+~:'

_VERSION = re.compile(r'[vV]?[0-9]')
_SEPARATOR = re.compile(f'[{re.escape(SEPARATORS)}]')
_LEADING = re.compile(rf'[0-9]{{0,{DIGITS}}}')


def to_sortable(text):
    """Return a text of fixed width, or None for a text that is not a version.

    The number at the beginning of each part counts: ``8.9-rc1`` is 8, 9, 0.
    """
    if not _VERSION.match(text):
        return None
    parts = _SEPARATOR.split(text[1:] if text[0] in 'vV' else text)
    parts = (parts + [''] * NUMBERS)[:NUMBERS]
    return ''.join(
        _LEADING.match(part).group().rjust(DIGITS, '0') for part in parts
    )
