"""Finds the filters that may take long, and the statements with one."""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import terms
from placement_inv.smartfilter.languages import lookups

_MARK = 'has_costly_filter'
#: Lookups that read a whole text, some of them more than once.
_READS_TEXTS = frozenset((*lookups.REGEX, *lookups.TEXT, *lookups.VERSION))


class Costly(sa.sql.functions.FunctionElement):
    """A condition that may take long; its statement is marked."""

    inherit_cache = True
    name = 'costly'
    type = sa.Boolean()

    def self_group(self, against=None):
        # It groups as the condition inside it does.
        return self


@compiles(Costly)
def _write(element, compiler, **kwargs):
    mark(compiler)
    (condition,) = element.clauses
    return f'({compiler.process(condition, **kwargs)})'


def mark(compiler):
    """Mark the statement that is being compiled."""
    setattr(compiler, _MARK, True)


def has_costly_filter(statement):
    """Tell whether a compiled statement has a filter that may take long."""
    return getattr(statement, _MARK, False)


def is_costly(node):
    """Tell whether a resolved node has more than comparisons of columns."""
    return not all(map(_is_plain, terms.list_tests(node)))


def _is_plain(test):
    if not isinstance(test, resolved.FieldTest | resolved.MissingTest):
        return False
    if test.path or test.field is None or callable(test.field.column):
        return False
    return getattr(test, 'lookup', None) not in _READS_TEXTS
