r"""Text lookups on JSON documents that are read as text.

Databases store a character beyond ASCII either as it is or as a JSON escape
(``\u00e9``), so a text lookup has to find both spellings.
"""

import re

#: The lookup (with or without regard to case) and the pattern that a text
#: lookup is rewritten to.
_PATTERNS = {
    'contains': ('regex', '{}'),
    'icontains': ('iregex', '{}'),
    'startswith': ('regex', '^{}'),
    'istartswith': ('iregex', '^{}'),
    'endswith': ('regex', '{}$'),
    'iendswith': ('iregex', '{}$'),
    'iexact': ('iregex', '^{}$'),
}
_SPECIAL = re.compile(r'[\\.^$*+?{}\[\]|()]')


def match_both_spellings(lookup, text):
    """Return the (lookup, operand) that finds a text in either spelling.

    A text in ASCII, and a lookup that is no text lookup, are returned as they
    are.

    >>> match_both_spellings('contains', 'café')
    ('regex', 'caf(é|\\\\\\\\u00e9)')
    """
    if text.isascii() or lookup not in _PATTERNS:
        return lookup, text
    lookup, pattern = _PATTERNS[lookup]
    any_case = lookup == 'iregex'
    return lookup, pattern.format(
        ''.join(_char_pattern(char, any_case) for char in text)
    )


def _char_pattern(char, any_case):
    if char.isascii():
        return _SPECIAL.sub(r'\\\g<0>', char)
    forms = {char, char.lower(), char.upper()} if any_case else {char}
    escapes = sorted(
        _escape_pattern(form) for form in forms if not form.isascii()
    )
    return '({})'.format('|'.join((char, *escapes)))


def _escape_pattern(text):
    """Return the pattern that matches the JSON escapes of a text."""
    units = text.encode('utf-16-be', 'surrogatepass').hex()
    return ''.join(
        rf'\\u{units[start : start + 4]}' for start in range(0, len(units), 4)
    )
