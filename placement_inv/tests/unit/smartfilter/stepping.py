"""A backtracking matcher that counts its steps.

It optimizes nothing, so that no engine takes more steps.
"""

import re
from re import _constants as codes
from re import _parser

#: More steps than any accepted pattern takes on the texts of the tests.
LIMIT = 3_000_000


class TooManySteps(Exception):
    """The matcher exceeded its limit."""


def steps(pattern, text):
    """Return the number of steps of a search."""
    matcher = _Matcher(text)
    parsed_pattern = _parser.parse(_for_python(pattern), re.DOTALL).data
    for start in range(len(text) + 1):
        if any(True for _end in matcher.sequence(parsed_pattern, start)):
            break
    return matcher.steps


def _for_python(pattern):
    """Return a pattern in the syntax of Python's own library."""
    return pattern.replace(r'\p{L}\p{N}_', r'\w')


class _Matcher:
    def __init__(self, text):
        self.text = text
        self.steps = 0

    def sequence(self, nodes, at):
        """Yield the positions where a sequence of nodes can end."""
        if not nodes:
            yield at
            return
        first, *rest = nodes
        for middle in self.node(*first, at):
            yield from self.sequence(rest, middle)

    def node(self, code, value, at):
        self.steps += 1
        if self.steps > LIMIT:
            raise TooManySteps
        yield from _NODES[code](self, value, at)

    def one(self, at, matches):
        if at < len(self.text) and matches(self.text[at]):
            yield at + 1

    def literal(self, value, at):
        return self.one(at, lambda char: ord(char) == value)

    def not_literal(self, value, at):
        return self.one(at, lambda char: ord(char) != value)

    def any(self, _value, at):
        return self.one(at, lambda _char: True)

    def one_of(self, items, at):
        pattern = re.compile(_write_set(items))
        return self.one(at, lambda char: pattern.fullmatch(char) is not None)

    def branch(self, value, at):
        for nodes in value[1]:
            yield from self.sequence(nodes.data, at)

    def group(self, value, at):
        return self.sequence(value[-1].data, at)

    def atomic(self, nodes, at):
        end = next(self.sequence(nodes.data, at), None)
        if end is not None:
            yield end

    def greedy(self, value, at):
        low, high, nodes = value
        if high:
            for middle in self.sequence(nodes.data, at):
                yield from self.greedy(_less(low, high, nodes), middle)
        if low <= 0:
            yield at

    def lazy(self, value, at):
        low, high, nodes = value
        if low <= 0:
            yield at
        if high:
            for middle in self.sequence(nodes.data, at):
                yield from self.lazy(_less(low, high, nodes), middle)

    def anchor(self, value, at):
        ends = {codes.AT_BEGINNING: 0, codes.AT_END_STRING: len(self.text)}
        if at == ends[value]:
            yield at

    def look(self, value, at):
        if any(True for _end in self.sequence(value[1].data, at)):
            yield at

    def look_not(self, value, at):
        if not any(True for _end in self.sequence(value[1].data, at)):
            yield at


def _less(low, high, nodes):
    return low - 1, high if high is codes.MAXREPEAT else high - 1, nodes


def _write_set(items):
    words = {
        codes.CATEGORY_WORD: r'\w',
        codes.CATEGORY_SPACE: r'\s',
        codes.CATEGORY_NOT_SPACE: r'\S',
    }
    text = ''
    for code, value in items:
        if code is codes.NEGATE:
            text += '^'
        elif code is codes.LITERAL:
            text += re.escape(chr(value))
        elif code is codes.RANGE:
            text += '-'.join(re.escape(chr(end)) for end in value)
        else:
            text += words[value]
    return f'[{text}]'


_NODES = {
    codes.LITERAL: _Matcher.literal,
    codes.NOT_LITERAL: _Matcher.not_literal,
    codes.ANY: _Matcher.any,
    codes.IN: _Matcher.one_of,
    codes.BRANCH: _Matcher.branch,
    codes.SUBPATTERN: _Matcher.group,
    codes.ATOMIC_GROUP: _Matcher.atomic,
    codes.MAX_REPEAT: _Matcher.greedy,
    codes.MIN_REPEAT: _Matcher.lazy,
    codes.AT: _Matcher.anchor,
    codes.ASSERT: _Matcher.look,
    codes.ASSERT_NOT: _Matcher.look_not,
}
