"""Writes a syntax tree as canonical text, which parses to the same tree."""

import re

from placement_inv.smartfilter.syntax import ast

_ESCAPED = re.compile(r'(["\\])')


def to_text(source):
    """Return the text of a Filter, with as few spaces and quotes as possible.

    >>> to_text(parse('((name="a b") )or name =c'))
    'name="a b" or name=c'
    """
    return _PRINTERS[source.language]().node(source.root)


class _Printer:
    """Writes AWX's language, which has no escapes."""

    bare_key = re.compile(r'[^\s()="]+')

    def node(self, node):
        if isinstance(node, ast.Or):
            return ' or '.join(map(self.node, node.nodes))
        if isinstance(node, ast.And):
            return ' and '.join(
                self.write_nested(each, ast.Or) for each in node.nodes
            )
        if isinstance(node, ast.Not):
            return 'not ' + self.write_nested(
                node.node, (ast.Or, ast.And, ast.Not)
            )
        return self.term(node)

    def write_nested(self, node, looser):
        text = self.node(node)
        return f'({text})' if isinstance(node, looser) else text

    def term(self, term):
        key = self.key(term.key)
        return f'{key}{term.operator}{self.value(term.value)}'

    def key(self, key):
        if self.bare_key.fullmatch(key.text):
            return key.text
        return self.quote(key.text)

    def value(self, value):
        return self.quote(value.raw) if value.is_quoted else value.raw

    def quote(self, text):
        return f'"{text}"'


class _ExtendedPrinter(_Printer):
    """Writes the extended language."""

    bare_key = re.compile(r'[^\s()="\'!<>,]+')

    def term(self, term):
        key = self.key(term.key)
        if term.operator == 'exists':
            return f'{key} exists'
        if term.operator == 'in':
            return f'{key} in ({", ".join(map(self.value, term.values))})'
        if term.operator == '=':
            return f'{key}={self.value(term.value)}'
        return f'{key} {term.operator} {self.value(term.value)}'

    def key(self, key):
        if not any(segment.is_literal for segment in key.segments):
            return super().key(key)
        return '__'.join(map(self.segment, key.segments))

    def segment(self, segment):
        if not segment.is_literal:
            return segment.text
        return self.quote(segment.name) + ('[]' if segment.each else '')

    def quote(self, text):
        return '"' + _ESCAPED.sub(r'\\\1', text) + '"'


_PRINTERS = {
    ast.Language.AWX: _Printer,
    ast.Language.EXTENDED: _ExtendedPrinter,
}
