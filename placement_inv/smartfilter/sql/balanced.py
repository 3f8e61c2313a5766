"""Joins many conditions as balanced trees, which every parser accepts."""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

_LONGEST_CHAIN = 40
_CHAIN = 20


def join_balanced(join, conditions):
    """Join any number of conditions with ``sa.and_`` or ``sa.or_``.

    SQLite parses a long chain of AND or OR as a deep tree, and limits the
    depth.
    """
    conditions = list(conditions)
    while len(conditions) > _LONGEST_CHAIN:
        conditions = [
            _Parentheses(join(*conditions[start : start + _CHAIN]))
            for start in range(0, len(conditions), _CHAIN)
        ]
    return join(*conditions)


class _Parentheses(sa.sql.functions.FunctionElement):
    """A condition in parentheses, which SQLAlchemy would remove."""

    inherit_cache = True
    name = 'parentheses'
    type = sa.Boolean()

    def self_group(self, against=None):
        return self


@compiles(_Parentheses)
def _write(element, compiler, **kwargs):
    return f'({compiler.process(element.clauses, **kwargs)})'
