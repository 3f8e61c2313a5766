"""From the parse tree of lark to the nodes of our own."""

import re

import lark

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.syntax import ast

_QUOTED = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_WHOLE = re.compile(_QUOTED, re.DOTALL)
# A step goes on until a double underscore that is in no quotes.
_STEP = re.compile(rf'(?:{_QUOTED}|(?!__)[^"\'])*', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\'\\])')


class Builder(lark.Transformer):
    """Turns the rules of AWX's grammar into nodes, bottom up."""

    def __init__(self, text, shift, limits):
        super().__init__()
        self._text = text
        self._shift = shift
        self._limits = limits

    def start(self, nodes):
        """Give the node of the whole text."""
        return nodes[0]

    def any_of(self, nodes):
        """Give what stands between one "or" and the next."""
        return ast.joined(ast.Or, nodes, self._around(nodes))

    def all_of(self, nodes):
        """Give what stands between one "and" and the next."""
        return ast.joined(ast.And, nodes, self._around(nodes))

    def test(self, parts):
        """Give one comparison."""
        key, operator, value = parts
        place = self._around([key, value])
        return ast.Term(key, str(operator), (value,), place)

    def key(self, tokens):
        """Cut a key at its double underscores."""
        (token,) = tokens
        place = self._place(token)
        segments = tuple(self._segments(token, place))
        if not any(segment.text for segment in segments):
            raise errors.FilterSyntaxError(
                place, 'A key cannot be empty.', expected=['a field']
            )
        if len(segments) > self._limits.segments:
            raise errors.TooLarge(
                place, f'A key has at most {self._limits.segments} steps.'
            )
        return ast.Key(segments, place)

    def value(self, tokens):
        """Take a value out of its quotes."""
        (token,) = tokens
        place = self._place(token)
        if token.type == 'QUOTED':
            return ast.Value(self._unquoted(token), True, place)
        return ast.Value(str(token), False, place)

    def _unquoted(self, token):
        return token[1:-1]

    def _segments(self, token, place):
        quoted = token.type == 'QUOTED'
        name = self._unquoted(token) if quoted else str(token)
        yield from self._plain(name, place.start + quoted)

    def _plain(self, name, offset):
        """Cut a name without quotes, or with quotes around it all."""
        for step in name.split('__'):
            place = errors.Place(self._text, offset, offset + len(step))
            each = step.endswith('[]')
            yield ast.Segment(step.removesuffix('[]'), each, place=place)
            offset += len(step) + 2

    def _place(self, token):
        start = token.start_pos - self._shift
        return errors.Place(self._text, start, start + len(token))

    def _around(self, nodes):
        first, last = nodes[0].place, nodes[-1].place
        return errors.Place(self._text, first.start, last.end)


class WideBuilder(Builder):
    """Turns the rules of the wider grammar into nodes, bottom up."""

    def negation(self, nodes):
        """Give what must not hold."""
        return ast.Not(nodes[0], self._around(nodes))

    def within(self, parts):
        """Give a comparison with any value of a list."""
        key, *values = parts
        return ast.Term(key, 'in', tuple(values), self._around(parts))

    def without(self, parts):
        """Give a comparison with no value of a list."""
        return self.negation([self.within(parts)])

    def existence(self, parts):
        """Give the question whether there is something at all."""
        return ast.Term(parts[0], 'exists', (), self._around(parts))

    def absence(self, parts):
        """Give the question whether there is nothing at all."""
        return self.negation([self.existence(parts)])

    def listed(self, tokens):
        """Give one bare value of a list."""
        return self.value(tokens)

    def _unquoted(self, token):
        return _ESCAPE.sub(r'\1', token[1:-1])

    def _segments(self, token, place):
        # As in AWX, quotes around a whole key only keep it together.
        if _WHOLE.fullmatch(token):
            yield from self._plain(self._unquoted(token), place.start + 1)
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
            return ast.Segment(self._unquoted(name), each, True, place)
        if '"' in name or "'" in name:
            raise errors.FilterSyntaxError(
                place,
                'Quotes in a key must be around a whole step.',
                hint='as in ansible_facts__"a b"__c',
            )
        return ast.Segment(name, each, place=place)


BUILDERS = {ast.Language.AWX: Builder, ast.Language.WIDE: WideBuilder}
