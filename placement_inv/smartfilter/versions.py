"""Version numbers as texts that sort in the right order.

Every database builds the same text from the same steps; see the backends.
"""

import re

#: How many numbers of a version count, and how many digits of each.
NUMBERS = 8
DIGITS = 12
#: Between numbers stands any of these.
SEPARATORS = '.-_+~:'

_VERSION = re.compile(r'[vV]?[0-9]')
_SEPARATOR = re.compile(f'[{re.escape(SEPARATORS)}]')
_LEADING = re.compile(rf'[0-9]{{0,{DIGITS}}}')


def sortable(text):
    """Give a text of fixed width, or None when it is no version.

    Each number is what a part begins with: ``8.9-rc1`` is 8, 9, 0.
    """
    if not _VERSION.match(text):
        return None
    parts = _SEPARATOR.split(text[1:] if text[0] in 'vV' else text)
    parts = (parts + [''] * NUMBERS)[:NUMBERS]
    return ''.join(
        _LEADING.match(part).group().rjust(DIGITS, '0') for part in parts
    )
