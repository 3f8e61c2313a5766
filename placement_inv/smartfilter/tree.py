"""From the parse tree of lark to the nodes of our own."""

import lark

from placement_inv.smartfilter import ast
from placement_inv.smartfilter import errors


class Builder(lark.Transformer):
    """Turns the rules of the grammars into nodes, bottom up."""

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
        quoted = token.type == 'QUOTED'
        name = token[1:-1] if quoted else str(token)
        place = self._place(token)
        if not name:
            raise errors.FilterSyntaxError(
                place, 'A key cannot be empty.', expected=['a field']
            )
        segments = tuple(self._segments(name, place.start + quoted))
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
            return ast.Value(token[1:-1], True, place)
        return ast.Value(str(token), False, place)

    def _segments(self, name, offset):
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
