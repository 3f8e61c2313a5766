"""Looking for a text in JSON as databases keep it.

Some keep characters beyond ASCII, others write escapes for them.
"""

import re

#: The pattern, without regard to case or not, that a lookup stands for.
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


def sought(lookup, text):
    """Return the lookup and the text that find a text however it is kept.

    >>> sought('contains', 'café')
    ('regex', 'caf(é|\\\\\\\\u00e9)')
    """
    if text.isascii() or lookup not in _PATTERNS:
        return lookup, text
    lookup, pattern = _PATTERNS[lookup]
    any_case = lookup == 'iregex'
    return lookup, pattern.format(
        ''.join(_pattern(char, any_case) for char in text)
    )


def _pattern(char, any_case):
    if char.isascii():
        return _SPECIAL.sub(r'\\\g<0>', char)
    forms = {char, char.lower(), char.upper()} if any_case else {char}
    escaped = sorted(_escaped(form) for form in forms if not form.isascii())
    return '({})'.format('|'.join((char, *escaped)))


def _escaped(text):
    """Return the pattern of JSON's escapes for a text."""
    units = text.encode('utf-16-be', 'surrogatepass').hex()
    return ''.join(
        rf'\\u{units[place : place + 4]}' for place in range(0, len(units), 4)
    )
