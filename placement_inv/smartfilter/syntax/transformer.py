"""Turns the parse tree of lark into the nodes of `ast`."""

import re

import lark

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.syntax import ast

_QUOTED = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_WHOLE = re.compile(_QUOTED, re.DOTALL)
# A step ends at a double underscore outside of quotes.
_STEP = re.compile(rf'(?:{_QUOTED}|(?!__)[^"\'])*', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\'\\])')


class Builder(lark.Transformer):
    """Turns the rules of AWX's grammar into nodes, bottom up.

    A method is called for each rule of its name.
    """

    def __init__(self, text, shift, limits):
        super().__init__()
        self._text = text
        self._shift = shift
        self._limits = limits

    def start(self, nodes):
        """Return the node of the whole text."""
        return nodes[0]

    def any_of(self, nodes):
        """Return the Or of nodes that "or" joins."""
        return ast.combine(ast.Or, nodes, self._span(nodes))

    def all_of(self, nodes):
        """Return the And of nodes that "and" joins."""
        return ast.combine(ast.And, nodes, self._span(nodes))

    def test(self, parts):
        """Return the Term of one comparison."""
        key, operator, value = parts
        place = self._span([key, value])
        return ast.Term(key, str(operator), (value,), place)

    def key(self, tokens):
        """Return the Key of a token, split at its double underscores."""
        (token,) = tokens
        place = self._place(token)
        segments = tuple(self._segments(token, place))
        if not any(segment.text for segment in segments):
            raise errors.FilterSyntaxError(
                place, 'A key cannot be empty.', expectations=['a field']
            )
        if len(segments) > self._limits.segments:
            raise errors.TooLarge(
                place, f'A key has at most {self._limits.segments} steps.'
            )
        return ast.Key(segments, place)

    def value(self, tokens):
        """Return the Value of a token, without its quotes."""
        (token,) = tokens
        place = self._place(token)
        if token.type == 'QUOTED':
            return ast.Value(self._unquote(token), True, place)
        return ast.Value(str(token), False, place)

    def _unquote(self, token):
        return token[1:-1]

    def _segments(self, token, place):
        is_quoted = token.type == 'QUOTED'
        name = self._unquote(token) if is_quoted else str(token)
        yield from self._split(name, place.start + is_quoted)

    def _split(self, name, offset):
        """Yield the segments of a name without quotes inside it."""
        for step in name.split('__'):
            place = errors.Place(self._text, offset, offset + len(step))
            each = step.endswith('[]')
            yield ast.Segment(step.removesuffix('[]'), each, place=place)
            offset += len(step) + 2

    def _place(self, token):
        start = token.start_pos - self._shift
        return errors.Place(self._text, start, start + len(token))

    def _span(self, nodes):
        first, last = nodes[0].place, nodes[-1].place
        return errors.Place(self._text, first.start, last.end)


class ExtendedBuilder(Builder):
    """Turns the rules of the extended grammar into nodes, bottom up."""

    def negation(self, nodes):
        """Return the Not of a node."""
        return ast.Not(nodes[0], self._span(nodes))

    def membership(self, parts):
        """Return the Term that compares with any value of a list."""
        key, *values = parts
        return ast.Term(key, 'in', tuple(values), self._span(parts))

    def non_membership(self, parts):
        """Return the Not of a Term that compares with a list."""
        return self.negation([self.membership(parts)])

    def existence(self, parts):
        """Return the Term that there is a value or row."""
        return ast.Term(parts[0], 'exists', (), self._span(parts))

    def absence(self, parts):
        """Return the Not of the Term that there is a value or row."""
        return self.negation([self.existence(parts)])

    def list_item(self, tokens):
        """Return the Value of an unquoted item of a list."""
        return self.value(tokens)

    def _unquote(self, token):
        return _ESCAPE.sub(r'\1', token[1:-1])

    def _segments(self, token, place):
        # As in AWX, quotes around a whole key do not make its steps literal.
        if _WHOLE.fullmatch(token):
            yield from self._split(self._unquote(token), place.start + 1)
            return
        at = 0
        while at <= len(token):
            step = _STEP.match(token, at)
            yield self._segment(step.group(), place.start + at)
            at = step.end() + len('__')

    def _segment(self, step, offset):
        place = errors.Place(self._text, offset, offset + len(step))
        each = step.endswith('[]')
        name = step.removesuffix('[]')
        if _WHOLE.fullmatch(name):
            return ast.Segment(self._unquote(name), each, True, place)
        if '"' in name or "'" in name:
            raise errors.FilterSyntaxError(
                place,
                'Quotes in a key must be around a whole step.',
                hint='as in ansible_facts__"a b"__c',
            )
        return ast.Segment(name, each, place=place)


BUILDERS = {ast.Language.AWX: Builder, ast.Language.EXTENDED: ExtendedBuilder}
