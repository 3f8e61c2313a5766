"""The tables of a select's FROM clause, without compiling the select.

`Select.get_final_froms` compiles the whole statement for a dialect that does
not know our own elements.
"""

import sqlalchemy as sa
from sqlalchemy.sql import util


def list_sources(select):
    """Yield the tables and subqueries of which every row of a select has one.

    The first ones come first. Those to which an outer join leads are left
    out.
    """
    outer = set()
    for source in select._from_obj:
        yield from _list_inner(source, outer)
    joins = select._setup_joins
    outer.update(
        right for right, _on, _left, flags in joins if _is_outer(flags)
    )
    for _right, _on, left, _flags in joins:
        if left is not None:
            yield from _list_inner(left, outer)
    for source in select.columns_clause_froms:
        if source not in outer:
            yield from _list_inner(source, outer)
    for right, _on, _left, flags in joins:
        if not _is_outer(flags):
            yield from _list_inner(right, outer)
    if select.whereclause is not None:
        # SELECT COUNT(*) names its table in the conditions only.
        for source in util.find_tables(
            select.whereclause, check_columns=True, include_aliases=True
        ):
            if source not in outer:
                yield source


def base_of(source):
    """Return the table of an alias; the source itself if it is none."""
    return source.element if isinstance(source, sa.Alias) else source


def name_of(source):
    """Return the name of a table, or of the table of an alias; else None."""
    return getattr(base_of(source), 'name', None)


def _list_inner(source, outer):
    if not isinstance(source, sa.Join):
        yield source
        return
    yield from _list_inner(source.left, outer)
    if source.isouter or source.full:
        outer.update(_list_inner(source.right, outer))
    else:
        yield from _list_inner(source.right, outer)


def _is_outer(flags):
    return flags['isouter'] or flags['full']
