"""The grammars of the filter languages, which lark parses."""

import functools
import importlib.resources

import lark

#: The tokens to count comparisons by; each comma of a list adds one.
COUNTED = frozenset({'OPERATOR', '_IN', '_EXISTS', '_COMMA'})


@functools.cache
def load(name):
    """Return the parser of one grammar; it is built once a process."""
    package = importlib.resources.files(__name__)
    text = (package / f'{name}.lark').read_text(encoding='utf-8')
    return lark.Lark(text, parser='lalr', lexer='contextual')
