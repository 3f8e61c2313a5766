"""Long rows of conditions, as trees that every parser has room for."""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

_MOST_IN_A_ROW = 40
_ROW = 20


def join_balanced(join, conditions):
    """Join any number of conditions with ``sa.and_`` or ``sa.or_``.

    SQLite reads a long row of them as a deep tree, and has a limit.
    """
    conditions = list(conditions)
    while len(conditions) > _MOST_IN_A_ROW:
        conditions = [
            _Together(join(*conditions[start : start + _ROW]))
            for start in range(0, len(conditions), _ROW)
        ]
    return join(*conditions)


class _Together(sa.sql.functions.FunctionElement):
    """A condition in parentheses, which SQLAlchemy would take away."""

    inherit_cache = True
    name = 'together'
    type = sa.Boolean()

    def self_group(self, against=None):
        return self


@compiles(_Together)
def _write(element, compiler, **kwargs):
    return f'({compiler.process(element.clauses, **kwargs)})'
