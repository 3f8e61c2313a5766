"""Reads a regular expression in the common language of all engines."""

import dataclasses
import re

from placement_inv.smartfilter import ambiguity

_MOST_REPEATS = 255
_MOST_WORK = 2000
_DEEPEST = 20
# Each unbounded repeat multiplies the ways in which a text can fail to match.
_MOST_UNBOUNDED = 4

_POSIX = {
    'alnum': 'a-zA-Z0-9',
    'alpha': 'a-zA-Z',
    'digit': '0-9',
    'lower': 'a-z',
    'space': r'\s',
    'upper': 'A-Z',
    'xdigit': '0-9a-fA-F',
}
_CONTROLS = {'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v'}
_COUNT = re.compile(r'\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}')
_START, _END = ('^', '^', '^'), (r'\Z', '$', r'\z')
_ASSERTIONS = {
    '^': _START,
    '$': _END,
    r'\A': _START,
    r'\Z': _END,
    r'\b': (r'\b', r'\y', r'\b'),
    # Python finds no \B in the empty text, the others do.
    r'\B': (r'(?!\b)', r'\Y', r'\B'),
}
_ATOMS = {
    '.': '.',
    r'\d': '[0-9]',
    r'\D': '[^0-9]',
    r'\w': r'\w',
    r'\W': r'\W',
    r'\s': r'\s',
    r'\S': r'\S',
}


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
    unbounded: int = 0
    #: How much an engine has to write down when it counts repeats.
    work: int = 1
    #: Whether a quantifier may follow.
    repeatable: bool = True

    def wrapped(self, before, after):
        """Put the same words around it for every engine."""
        texts = tuple(before + text + after for text in self.texts)
        return dataclasses.replace(self, texts=texts)


class Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern, at):
        self.pattern = pattern
        self.at = at
        self.depth = 0
        self.automaton = ambiguity.Automaton(pattern)

    def read(self):
        """Give the whole pattern, or raise RegexError."""
        part = self._alternatives()
        if self.at < len(self.pattern):
            raise self._error('unbalanced parenthesis')
        if part.unbounded > _MOST_UNBOUNDED:
            raise RegexError(
                f'more than {_MOST_UNBOUNDED} unbounded repeats', 0
            )
        if self.automaton.is_ambiguous():
            raise RegexError('a repeat inside a repeat takes for ever', 0)
        return part

    def _error(self, message, at=None):
        return RegexError(message, self.at if at is None else at)

    def _sees(self, text):
        return self.pattern.startswith(text, self.at)

    def _take(self, text):
        seen = self._sees(text)
        if seen:
            self.at += len(text)
        return seen

    def _alternatives(self):
        branches = [self._branch()]
        while self._take('|'):
            branches.append(self._branch())
        if len(branches) == 1:
            return branches[0]
        texts = zip(*(branch.texts for branch in branches), strict=True)
        return Part(
            tuple(map('|'.join, texts)),
            any(branch.empty for branch in branches),
            frozenset().union(*(branch.firsts for branch in branches)),
            frozenset().union(*(branch.lasts for branch in branches)),
            sum(branch.unbounded for branch in branches),
            sum(branch.work for branch in branches),
        )

    def _branch(self):
        whole = Part()
        while self.at < len(self.pattern) and not (
            self._sees('|') or self._sees(')')
        ):
            start = self.at
            whole = self._then(whole, self._repeated(self._piece(), start))
        return whole

    def _then(self, left, right):
        """Put one part behind another."""
        self.automaton.link(left.lasts, right.firsts)
        texts = zip(left.texts, right.texts, strict=True)
        return Part(
            tuple(map(''.join, texts)),
            left.empty and right.empty,
            left.firsts | (right.firsts if left.empty else frozenset()),
            right.lasts | (left.lasts if right.empty else frozenset()),
            left.unbounded + right.unbounded,
            left.work + right.work,
        )

    def _piece(self):
        if self._sees('('):
            return self._group()
        if self._sees('['):
            return self._set()
        if self.pattern[self.at] in '*+?':
            raise self._error('nothing to repeat')
        word = self._word()
        if word in _ASSERTIONS:
            return Part(_ASSERTIONS[word], repeatable=False)
        if word in _ATOMS:
            return self._atom(_ATOMS[word])
        return self._atom(_escaped(self._character(word)))

    def _atom(self, text):
        """Make the part that reads one character."""
        place = frozenset([self.automaton.add(text)])
        return Part((text,) * 3, False, place, place)

    def _word(self):
        """Take one character, or a backslash with what follows it."""
        width = 2 if self._sees('\\') else 1
        word = self.pattern[self.at : self.at + width]
        if word == '\\':
            raise self._error('nothing after the backslash')
        self.at += width
        return word

    def _character(self, word):
        """Give the character that a word stands for."""
        if len(word) == 1:
            return word
        char = word[1]
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char.isalnum():
            raise self._error(
                f'{word} is not supported by every database', self.at - 2
            )
        return char

    def _group(self):
        start = self.at
        self.at += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._error('groups are nested too deeply')
        opening = '(?:'
        for look in ('(?=', '(?!'):
            if self._take(look[1:]):
                opening = look
        if opening == '(?:' and not self._take('?:') and self._sees('?'):
            raise self._error('this kind of group is not supported', start)
        part = self._alternatives()
        if not self._take(')'):
            raise self._error('a parenthesis is not closed', start)
        self.depth -= 1
        part = part.wrapped(opening, ')')
        if opening == '(?:':
            return part
        # What it looks at is read again by what follows.
        return Part(
            part.texts,
            unbounded=part.unbounded,
            work=part.work,
            repeatable=False,
        )

    def _set(self):
        start = self.at
        self.at += 1
        text = '[^' if self._take('^') else '['
        items = []
        while not items or not self._sees(']'):
            if self.at >= len(self.pattern):
                raise self._error('unterminated character set', start)
            items.append(self._set_item())
        self.at += 1
        return self._atom(text + ''.join(items) + ']')

    def _set_item(self):
        if self._take('[:'):
            return self._named_set()
        start = self.at
        word = self._word()
        if word in (r'\d', r'\w', r'\s'):
            return '0-9' if word == r'\d' else word
        low = self._character(word)
        if not self._sees('-') or self._sees('-]'):
            return _escaped(low)
        self.at += 1
        if self.at >= len(self.pattern):
            raise self._error('unterminated character set', start)
        high = self._character(self._word())
        if high < low:
            raise self._error('bad character range', start)
        return f'{_escaped(low)}-{_escaped(high)}'

    def _named_set(self):
        for name, text in _POSIX.items():
            if self._take(name + ':]'):
                return text
        raise self._error('unknown character class')

    def _repeated(self, part, start):
        bounds = self._quantifier()
        if bounds is None:
            return part
        if not part.repeatable:
            raise self._error('nothing to repeat', start)
        low, high, text = bounds
        self._take('?')  # Lazy or not, a text matches or does not.
        if self.pattern[self.at : self.at + 1] in ('*', '+', '?', '{'):
            raise self._error('multiple repeat')
        if high != 1:
            if part.empty:
                raise RegexError('what repeats can be empty', start)
            self.automaton.link(part.lasts, part.firsts)
        work = part.work * max(1, high or low)
        if work > _MOST_WORK:
            raise RegexError('repeats multiply to too much', start)
        return dataclasses.replace(
            part.wrapped('', text),
            empty=part.empty or low == 0,
            unbounded=part.unbounded + (high is None),
            work=work,
        )

    def _quantifier(self):
        for char, low, high in (('*', 0, None), ('+', 1, None), ('?', 0, 1)):
            if self._take(char):
                return low, high, char
        if not self._sees('{'):
            return None
        count = _COUNT.match(self.pattern, self.at)
        if count is None:
            raise self._error('a "{" must be written "\\{" or be a count')
        low = int(count[1])
        high = low if not count[2] else int(count[3]) if count[3] else None
        if max(low, high or 0) > _MOST_REPEATS:
            raise self._error(f'more than {_MOST_REPEATS} repeats')
        if high is not None and high < low:
            raise self._error('the count begins above its end')
        self.at = count.end()
        return low, high, count.group()


def _escaped(char):
    plain = char.isalnum() or char in '_ ' or ord(char) > 127
    return char if plain or char in '\n\t\r\f\v' else '\\' + char
