"""The tables of a select's FROM clause, without compiling the select.

`Select.get_final_froms` compiles the whole statement for a dialect that does
not know our own elements.
"""

import sqlalchemy as sa


def list_sources(select):
    """Yield the tables and subqueries of which every row of a select has one.

    The first ones come first. Those to which an outer join leads are left
    out.
    """
    outer = set()
    joins = select._setup_joins
    for right, _on, _left, flags in joins:
        if _is_outer(flags):
            outer.add(right)
    for source in _list_all(select, joins):
        for table in _list_inner(source, outer):
            if table not in outer:
                yield table


def _list_all(select, joins):
    """Yield the sources in the places of a select that name them."""
    yield from select._from_obj
    for _right, _on, left, _flags in joins:
        if left is not None:
            yield left
    # PERF: `columns_clause_froms` reads all columns, and mostly the first one
    # tells enough.
    for column in select._raw_columns:
        yield from column._from_objects
    for right, _on, _left, _flags in joins:
        yield right
    if select.whereclause is not None:
        # SELECT COUNT(*) names its table in the conditions only. The tables of
        # their subqueries are none of the select's.
        yield from select.whereclause._from_objects


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
