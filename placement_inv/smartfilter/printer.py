"""From a tree back to canonical text: parsing that gives the tree again."""

import re

from placement_inv.smartfilter import ast

_BARE = re.compile(r'[^\s()="]+')


def to_text(parsed):
    """Write a filter with single spaces and only the quotes it needs.

    >>> to_text(parse('((name="a b") )or name =c'))
    'name="a b" or name=c'
    """
    return _node(parsed.root)


def _node(node):
    if isinstance(node, ast.Or):
        return ' or '.join(map(_node, node.nodes))
    if isinstance(node, ast.And):
        return ' and '.join(map(_inside_and, node.nodes))
    return _term(node)


def _inside_and(node):
    text = _node(node)
    return f'({text})' if isinstance(node, ast.Or) else text


def _term(term):
    key = term.key.text
    if not _BARE.fullmatch(key):
        key = f'"{key}"'
    return f'{key}={_value(term.value)}'


def _value(value):
    return f'"{value.raw}"' if value.quoted else value.raw
