"""Writes the SQL of resolved nodes; relations become EXISTS."""

import functools

import sqlalchemy as sa

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.sql import backend
from placement_inv.smartfilter.sql import closures
from placement_inv.smartfilter.sql.backend import exists
from placement_inv.smartfilter.sql.balanced import join_balanced

_LARGEST = 2**63 - 1
# SQLAlchemy simplifies `x AND false()` to false() and drops x; x may be the
# condition that joins two tables.
_NEVER = sa.literal_column('1', sa.Integer) == sa.literal_column('0')
# Planners try every order of about eight joins; some of these are reserved for
# the tables of callers.
_MOST_JOINS = 6
_COMPARE = backend.COMPARE


class Writer:
    """Writes the conditions of nodes with one backend.

    `root` is the node that is written as a whole. With `few` the statement
    asks about few rows, so no test is written as a set of ids.
    """

    def __init__(self, backend, root, few=False):
        self.backend = backend
        self.few = few
        self.has_many_terms = _count_terms(root) > _MOST_JOINS

    @functools.singledispatchmethod
    def node(self, node, parent):
        """Return the condition of a node on a row of the parent table.

        Raises TypeError for anything that is no resolved node.
        """
        raise TypeError(node)

    @node.register
    def _(self, node: resolved.All, parent):
        return join_balanced(
            sa.and_, self._all_conditions(_flatten(node), parent)
        )

    @node.register
    def _(self, node: resolved.Some, parent):
        return join_balanced(
            sa.or_, self._any_conditions(_flatten(node), parent)
        )

    @node.register
    def _(self, node: resolved.Not, parent):
        condition = self.node(node.node, parent)
        if isinstance(condition, sa.Exists):
            return ~condition
        # NULL counts as false, so its negation has to be true.
        return sa.not_(sa.func.coalesce(condition, sa.false()))

    @node.register
    def _(self, test: resolved.FieldTest, parent):
        def leaf(table):
            return self._field_condition(test, column_of(test.field, table))

        return self._related_condition(test.path, parent, leaf)

    @node.register
    def _(self, test: resolved.SearchTest, parent):
        def leaf(table):
            return sa.or_(
                *(
                    self.backend.find(
                        'contains',
                        column_of(field, table),
                        test.operand,
                        insensitive=True,
                    )
                    for field in test.fields
                )
            )

        return self._related_condition(test.path, parent, leaf)

    @node.register
    def _(self, test: resolved.MissingTest, parent):
        def leaf(table):
            if test.field is None:
                return sa.true()
            return column_of(test.field, table).is_not(None)

        if not test.is_missing:
            return self._related_condition(test.path, parent, leaf)
        return self._fence(_missing_condition(test.path, parent, test.field))

    @node.register(resolved.ContainsTest)
    @node.register(resolved.DocumentTest)
    def _(self, test, parent):
        return self._document_condition([test], parent)

    def _any_conditions(self, nodes, parent):
        """Yield conditions of which at least one has to hold.

        Tests of one document share one subquery: databases find a row once
        faster than once for each test.
        """
        for group in _group_by_document(nodes, lambda node: node):
            if len(group) > 1:
                yield self._document_condition(group, parent)
            else:
                yield self.node(group[0], parent)

    def _all_conditions(self, nodes, parent):
        """Yield conditions that all have to hold."""
        for group in _group_by_document(nodes, _negated_test):
            if len(group) > 1:
                # None of several tests holds: not any of them does.
                tests = [node.node for node in group]
                yield ~self._document_condition(tests, parent)
            else:
                yield self.node(group[0], parent)

    def _document_condition(self, tests, parent):
        """Return the condition that any of some tests of a document holds."""
        ids_by_test = [(test, self._select_ids(test)) for test in tests]
        row_tests = [test for test, ids in ids_by_test if ids is None]
        id_selects = [ids for _test, ids in ids_by_test if ids is not None]
        if not id_selects:
            return self._row_condition(row_tests, parent)

        def leaf(table):
            conditions = (table.c.id.in_(ids) for ids in id_selects)
            return join_balanced(
                sa.or_, map(self.backend.no_merge, conditions)
            )

        by_id = self._related_condition(tests[0].path, parent, leaf)
        if not row_tests:
            return by_id
        return sa.or_(by_id, self._row_condition(row_tests, parent))

    def _select_ids(self, test):
        """Return a select of the ids whose document matches, or None."""
        if self.few or not isinstance(test, resolved.ContainsTest):
            return None
        return self.backend.ids_containing(
            test.document, test.steps, test.operand
        )

    def _row_condition(self, tests, parent):
        """Return the condition that reads the document of each row."""
        document = tests[0].document

        def leaf(table):
            if document.choose is None:
                return any_matches(table.c[document.column.key])
            name = tests[0].steps[0]
            choice = document.choose(self.backend, name).subquery()
            ids = sa.select(choice.c.id).where(any_matches(choice.c.document))
            column = self.backend.no_index(table.c.id)
            return self.backend.no_merge(column.in_(ids))

        def any_matches(column):
            matches = (self._document_matches(test, column) for test in tests)
            return join_balanced(sa.or_, matches)

        return self._related_condition(tests[0].path, parent, leaf, document)

    def _document_matches(self, test, column):
        backend, operand = self.backend, test.operand
        if isinstance(test, resolved.ContainsTest):
            return backend.contains(column, test.steps, operand)
        return backend.matches(column, test.steps, test.lookup, operand)

    @node.register
    def _(self, test: resolved.CountTest, parent):
        def leaf(table):
            join = test.relation.join(table)
            count = (
                sa.select(sa.func.count())
                .select_from(join.source)
                .where(join.on)
                .scalar_subquery()
            )
            return _compare_integer(test.lookup, count, test.operand)

        return self._related_condition(test.path, parent, leaf)

    def _related_condition(self, path, parent, leaf, document=None):
        """Return the condition that some row at the end of a path matches.

        `leaf` returns the condition on the table at the end of the path; with
        a `document`, on the table of the document.
        """
        joins = []
        for number, relation in enumerate(path, start=1):
            joins.append(relation.join(parent))
            parent = joins[-1].target
            if relation.below:
                rest = functools.partial(
                    self._related_condition,
                    path[number:],
                    leaf=leaf,
                    document=document,
                )
                condition = closures.matches_at_or_above(
                    self.backend, relation, parent, rest
                )
                return self._fence(exists(joins, condition))
        if document and document.join:
            joins.append(document.join(parent))
            parent = joins[-1].target
        return self._fence(exists(joins, leaf(parent)))

    def _fence(self, condition):
        """Keep planners from joining the tables of too many terms."""
        return (
            self.backend.no_flatten(condition)
            if self.has_many_terms
            else condition
        )

    def _field_condition(self, test, column):
        """Return the condition of a FieldTest on its column."""
        kind = test.field.kind
        if test.lookup in lookups.REGEX:
            return self.backend.matches_regex(
                _as_text(column, kind), test.operand
            )
        if test.lookup in lookups.TEXT:
            return self.backend.find(
                test.lookup.removeprefix('i'),
                _as_text(column, kind),
                test.operand,
                insensitive=test.lookup.startswith('i'),
            )
        if test.lookup == lookups.IN:
            equal = (
                self._compare(lookups.EXACT, kind, column, one)
                for one in dict.fromkeys(test.operand)
            )
            return join_balanced(sa.or_, (_NEVER, *equal))
        return self._compare(test.lookup, kind, column, test.operand)

    def _compare(self, lookup, kind, column, operand):
        if lookup in lookups.VERSION:
            column = self.backend.version(column)
            return _COMPARE[lookups.VERSION_COMPARISON[lookup]](
                column, operand
            )
        if kind is Kind.TEXT:
            if lookup == lookups.EXACT:
                return self.backend.equal(column, operand)
            return self.backend.compare_texts(
                _COMPARE[lookup], column, operand
            )
        if kind is Kind.INTEGER:
            return _compare_integer(lookup, column, operand)
        if kind is Kind.DATETIME:
            operand = _datetime_operand(column, operand)
        return _COMPARE[lookup](column, operand)


def _group_by_document(nodes, test_of):
    """Group the nodes whose tests read the same row of a document.

    `test_of` returns the test of a node, None for a node without one.
    Returns lists of nodes; each other node has a list of its own.
    """
    groups = {}
    for node in nodes:
        test, key = test_of(node), id(node)
        if isinstance(
            test, resolved.ContainsTest | resolved.DocumentTest
        ) and (test.path or test.document.join or test.document.choose):
            name = test.steps[0] if test.document.choose else None
            key = (*map(id, test.path), id(test.document), name)
        groups.setdefault(key, []).append(node)
    return groups.values()


def _flatten(node):
    """Yield the nodes of a node; a node of its own class yields its nodes."""
    for each in node.nodes:
        if isinstance(each, type(node)):
            yield from _flatten(each)
        else:
            yield each


def _negated_test(node):
    return node.node if isinstance(node, resolved.Not) else None


def _count_terms(node):
    nodes = getattr(node, 'nodes', None)
    return sum(map(_count_terms, nodes)) if nodes else 1


def column_of(field, table):
    """Return the column of a Field in a table or in an alias of it."""
    if callable(field.column):
        return field.column(table)
    return table.c[field.column.key]


def _as_text(column, kind):
    return column if kind is Kind.TEXT else sa.cast(column, sa.String)


def _datetime_operand(column, operand):
    has_timezone = getattr(column.type, 'timezone', False)
    return operand if has_timezone else operand.replace(tzinfo=None)


def _compare_integer(lookup, column, operand):
    if abs(operand) > _LARGEST:
        # No integer column holds so large a number.
        below = lookup in ('lt', 'lte')
        if lookup == lookups.EXACT or below != (operand > 0):
            return _NEVER
        return column.is_not(None)
    # The column's own type could be too small for the value.
    return _COMPARE[lookup](column, sa.literal(operand, sa.BigInteger))


def _missing_condition(path, parent, field):
    """Return the condition that a path ends early, or at a NULL.

    The result is that of a LEFT JOIN along the path.
    """
    if not path:
        return column_of(field, parent).is_(None)
    first, *rest = path
    absent = ~exists([first.join(parent)], sa.true())
    if not rest and field is None:
        return absent
    join = first.join(parent)
    return sa.or_(
        absent, exists([join], _missing_condition(rest, join.target, field))
    )
