"""The parts of a regular expression, as each engine writes them."""

import dataclasses

_START, _END = ('^', '^', '^'), (r'\Z', '$', r'\z')
#: The word characters of the databases. The library that SQLite uses has
#: other ones for `\w`.
_OF_WORD = r'\p{L}\p{N}_'
_BOUNDARY = (
    f'(?:(?<=[{_OF_WORD}])(?![{_OF_WORD}])|(?<![{_OF_WORD}])(?=[{_OF_WORD}]))'
)
ASSERTIONS = {
    '^': _START,
    '$': _END,
    r'\A': _START,
    r'\Z': _END,
    r'\b': (_BOUNDARY, r'\y', r'\b'),
    r'\B': (f'(?!{_BOUNDARY})', r'\Y', r'\B'),
}
ATOMS = {
    '.': '.',
    r'\d': '[0-9]',
    r'\D': '[^0-9]',
    r'\w': r'\w',
    r'\W': r'\W',
    r'\s': r'\s',
    r'\S': r'\S',
}
POSIX = {
    'alnum': 'a-zA-Z0-9',
    'alpha': 'a-zA-Z',
    'digit': '0-9',
    'lower': 'a-z',
    'space': r'\s',
    'upper': 'A-Z',
    'xdigit': '0-9a-fA-F',
}
CONTROLS = {'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v'}


class RegexError(ValueError):
    """A pattern that is refused, with the offset of the error."""

    def __init__(self, message, offset):
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a pattern, as each engine writes it.

    `texts` are for (Python, PostgreSQL, PCRE).
    """

    texts: tuple[str, str, str] = ('', '', '')
    #: Whether it matches the empty text.
    empty: bool = True
    #: The places of the automaton that it can begin and end with.
    firsts: frozenset[int] = frozenset()
    lasts: frozenset[int] = frozenset()
    #: The places of lookaheads at its beginning.
    looks: frozenset[int] = frozenset()
    #: How many characters it reads; None where that varies.
    width: int | None = 0
    #: The size after an engine has expanded counted repeats.
    work: int = 1
    #: Whether a quantifier may follow.
    repeatable: bool = True

    def wrap(self, before, after):
        """Return the part with the same text around it for every engine."""
        texts = tuple(before + text + after for text in self.texts)
        return dataclasses.replace(self, texts=texts)

    @property
    def reads_anything(self):
        """Tell whether it is the dot."""
        return self.texts == ('.', '.', '.')

    @property
    def is_start(self):
        """Tell whether it is the start of the text."""
        return self.texts == _START

    @property
    def is_end(self):
        """Tell whether it is the end of the text."""
        return self.texts == _END


def escape(char):
    """Return the text that matches a character literally in every engine."""
    plain = char.isalnum() or char in '_ ' or ord(char) > 127
    return char if plain or char in '\n\t\r\f\v' else '\\' + char


def atom_in_python(atom):
    """Return an atom, other than a set, for Python."""
    return {r'\w': f'[{_OF_WORD}]', r'\W': f'[^{_OF_WORD}]'}.get(atom, atom)


def set_item_in_python(item):
    """Return an item of a set for Python."""
    return _OF_WORD if item == r'\w' else item
