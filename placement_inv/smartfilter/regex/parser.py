"""Parses a regular expression in the syntax that all engines share."""

import re

from placement_inv.smartfilter.regex import builder
from placement_inv.smartfilter.regex import parts
from placement_inv.smartfilter.regex import sequences
from placement_inv.smartfilter.regex.parts import Part
from placement_inv.smartfilter.regex.parts import RegexError
from placement_inv.smartfilter.regex.sequences import Item

_DEEPEST = 20
# Each unbounded repeat multiplies the ways that an engine tries in vain.
_MOST_UNBOUNDED = 4

_COUNT = re.compile(r'\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}')


class Reader:
    """Parses one pattern from left to right, from an offset."""

    def __init__(self, pattern, at):
        self.pattern = pattern
        self.at = at
        self.depth = 0
        self._builder = builder.Builder(pattern)
        self._unbounded = 0

    @property
    def reads_again(self):
        """Tell whether a search can take more than one walk through a text."""
        return self._builder.reads_again

    def read(self):
        """Return the Part of the whole pattern, or raise RegexError."""
        part = self._alternatives()
        if self.at < len(self.pattern):
            raise self._error('unbalanced parenthesis')
        self._builder.finish(part)
        return part

    def _error(self, message, at=None):
        return RegexError(message, self.at if at is None else at)

    def _has_next(self, text):
        return self.pattern.startswith(text, self.at)

    def _take(self, text):
        is_next = self._has_next(text)
        if is_next:
            self.at += len(text)
        return is_next

    def _alternatives(self):
        branches = [self._branch()]
        while self._take('|'):
            branches.append(self._branch())
        return self._builder.alternatives(branches)

    def _branch(self):
        items = []
        while self.at < len(self.pattern) and not (
            self._has_next('|') or self._has_next(')')
        ):
            items.append(self._item())
        return self._builder.sequence(items, is_whole=not self.depth)

    def _item(self):
        start, before = self.at, self._builder.places
        part = self._piece()
        places = range(before, self._builder.places)
        bounds = self._quantifier()
        if bounds is None:
            return Item(part, start, places)
        if not part.repeatable:
            raise self._error('nothing to repeat', start)
        low, high, text = bounds
        self._take('?')  # Laziness does not change whether a text matches.
        if self.pattern[self.at : self.at + 1] in ('*', '+', '?', '{'):
            raise self._error('multiple repeat')
        if part.empty and high != 1:
            raise self._error('what repeats can be empty', start)
        if part.empty:
            # It can be empty already, so making it optional adds nothing.
            return Item(part, start, places)
        if high is None:
            self._unbounded += 1
            if self._unbounded > _MOST_UNBOUNDED:
                raise self._error(
                    f'more than {_MOST_UNBOUNDED} unbounded repeats', start
                )
        return Item(part, start, places, low, high, text)

    def _piece(self):
        if self._has_next('('):
            return self._group()
        if self._has_next('['):
            return self._set()
        if self.pattern[self.at] in '*+?':
            raise self._error('nothing to repeat')
        start = self.at
        word = self._word()
        if word in parts.ASSERTIONS:
            return Part(parts.ASSERTIONS[word], repeatable=False)
        if word in parts.ATOMS:
            text = parts.ATOMS[word]
            return self._builder.atom(text, parts.atom_in_python(text), start)
        text = parts.escape(self._character(word))
        return self._builder.atom(text, text, start)

    def _word(self):
        """Return the next character, or a backslash with the one after it."""
        width = 2 if self._has_next('\\') else 1
        word = self.pattern[self.at : self.at + width]
        if word == '\\':
            raise self._error('nothing after the backslash')
        self.at += width
        return word

    def _character(self, word):
        """Return the character that a word means."""
        if len(word) == 1:
            return word
        char = word[1]
        if char in parts.CONTROLS:
            return parts.CONTROLS[char]
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
        if opening == '(?:' and not self._take('?:') and self._has_next('?'):
            raise self._error('this kind of group is not supported', start)
        part = self._alternatives()
        if not self._take(')'):
            raise self._error('a parenthesis is not closed', start)
        self.depth -= 1
        part = part.wrap(opening, ')')
        if opening == '(?:':
            return part
        return self._builder.look(part)

    def _set(self):
        start = self.at
        self.at += 1
        text = '[^' if self._take('^') else '['
        items = []
        while not items or not self._has_next(']'):
            if self.at >= len(self.pattern):
                raise self._error('unterminated character set', start)
            items.append(self._set_item())
        self.at += 1
        in_python = map(parts.set_item_in_python, items)
        return self._builder.atom(
            text + ''.join(items) + ']', text + ''.join(in_python) + ']', start
        )

    def _set_item(self):
        if self._take('[:'):
            return self._named_set()
        start = self.at
        word = self._word()
        if word in (r'\d', r'\w', r'\s'):
            return '0-9' if word == r'\d' else word
        low = self._character(word)
        if not self._has_next('-') or self._has_next('-]'):
            return parts.escape(low)
        self.at += 1
        if self.at >= len(self.pattern):
            raise self._error('unterminated character set', start)
        high = self._character(self._word())
        if high < low:
            raise self._error('bad character range', start)
        return f'{parts.escape(low)}-{parts.escape(high)}'

    def _named_set(self):
        for name, text in parts.POSIX.items():
            if self._take(name + ':]'):
                return text
        raise self._error('unknown character class')

    def _quantifier(self):
        for char, low, high in (('*', 0, None), ('+', 1, None), ('?', 0, 1)):
            if self._take(char):
                return low, high, char
        if not self._has_next('{'):
            return None
        count = _COUNT.match(self.pattern, self.at)
        if count is None:
            raise self._error('a "{" must be written "\\{" or be a count')
        low = int(count[1])
        high = low if not count[2] else int(count[3]) if count[3] else None
        if max(low, high or 0) > sequences.MOST_REPEATS:
            raise self._error(f'more than {sequences.MOST_REPEATS} repeats')
        if high is not None and high < low:
            raise self._error('the count begins above its end')
        self.at = count.end()
        return low, high, count.group()
