"""The parts of a regular expression, as each engine writes them."""

import dataclasses

_START, _END = ('^', '^', '^'), (r'\Z', '$', r'\z')
#: What databases take for a part of a word. The library that SQLite matches
#: with has another opinion of `\w`.
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
    """A pattern that cannot be used, and the offset where that shows."""

    def __init__(self, message, offset):
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclasses.dataclass(frozen=True)
class Part:
    """A stretch of a pattern, as each engine writes it."""

    texts: tuple[str, str, str] = ('', '', '')
    #: Whether the empty text matches.
    empty: bool = True
    #: The places of the automaton it can begin and end with.
    firsts: frozenset[int] = frozenset()
    lasts: frozenset[int] = frozenset()
    #: The places that are only looked at where it begins.
    looks: frozenset[int] = frozenset()
    #: How many characters it reads; None where texts differ in that.
    width: int | None = 0
    #: How much an engine has to write down when it counts repeats.
    work: int = 1
    #: Whether a quantifier may follow.
    repeatable: bool = True

    def wrapped(self, before, after):
        """Put the same words around it for every engine."""
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


def escaped(char):
    """Write a character so that it stands for itself in every engine."""
    plain = char.isalnum() or char in '_ ' or ord(char) > 127
    return char if plain or char in '\n\t\r\f\v' else '\\' + char


def in_python(atom):
    """Write what reads one character, but no set, for Python."""
    return {r'\w': f'[{_OF_WORD}]', r'\W': f'[^{_OF_WORD}]'}.get(atom, atom)


def in_python_set(item):
    """Write an item of a set for Python."""
    return _OF_WORD if item == r'\w' else item
