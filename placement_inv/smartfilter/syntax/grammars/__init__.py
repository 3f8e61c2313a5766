"""The grammars of the filter languages, as text that lark reads."""

import functools
import importlib.resources

import lark

#: The tokens that stand once in each comparison; a list counts as many.
COUNTED = frozenset({'OPERATOR', '_IN', '_EXISTS', '_COMMA'})


@functools.cache
def load(name):
    """Build the parser of one grammar, once for the life of the process."""
    package = importlib.resources.files(__name__)
    text = (package / f'{name}.lark').read_text(encoding='utf-8')
    return lark.Lark(text, parser='lalr', lexer='contextual')
