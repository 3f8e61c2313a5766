"""How each checked test reads as SQL; relations become EXISTS."""

import functools

import sqlalchemy as sa

from placement_inv.smartfilter import checked
from placement_inv.smartfilter import lookups
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.compiler.backend import exists

_LARGEST = 2**63 - 1
# As many as planners search exhaustively, with some left for the caller.
_MOST_JOINS = 6
_ORDER = {
    'gt': lambda left, right: left > right,
    'gte': lambda left, right: left >= right,
    'lt': lambda left, right: left < right,
    'lte': lambda left, right: left <= right,
}


class Writer:
    """Writes conditions with the words of one backend."""

    def __init__(self, backend, root):
        self.backend = backend
        self.crowded = _terms(root) > _MOST_JOINS

    @functools.singledispatchmethod
    def node(self, node, parent):
        """Write one node about a row of the parent table."""
        raise TypeError(node)

    @node.register
    def _(self, node: checked.All, parent):
        return sa.and_(*(self.node(each, parent) for each in node.nodes))

    @node.register
    def _(self, node: checked.Some, parent):
        return sa.or_(*(self.node(each, parent) for each in node.nodes))

    @node.register
    def _(self, test: checked.FieldTest, parent):
        def leaf(table):
            return self._compared(test, column_of(test.field, table))

        return self._along(test.path, parent, leaf)

    @node.register
    def _(self, test: checked.SearchTest, parent):
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

        return self._along(test.path, parent, leaf)

    @node.register
    def _(self, test: checked.MissingTest, parent):
        def leaf(table):
            if test.field is None:
                return sa.true()
            return column_of(test.field, table).is_not(None)

        if not test.missing:
            return self._along(test.path, parent, leaf)
        return self._fenced(_missing(test.path, parent, test.field))

    @node.register
    def _(self, test: checked.HoldsTest, parent):
        def leaf(table):
            column = table.c[test.document.column.key]
            return self.backend.holds(column, test.steps, test.operand)

        return self._along(test.path, parent, leaf, test.document)

    def _along(self, path, parent, leaf, document=None):
        """Ask a leaf about the rows at the end of a path of relations."""
        hops, parent = _hops(path, parent)
        if document and document.hop:
            hops.append(document.hop(parent))
            parent = hops[-1].target
        return self._fenced(exists(hops, leaf(parent)))

    def _fenced(self, condition):
        return self.backend.fenced(condition) if self.crowded else condition

    def _compared(self, test, column):
        kind = test.field.kind
        if test.lookup in lookups.REGEX:
            return self.backend.matches(_as_text(column, kind), test.operand)
        if test.lookup in lookups.TEXT:
            return self.backend.find(
                test.lookup.removeprefix('i'),
                _as_text(column, kind),
                test.operand,
                insensitive=test.lookup.startswith('i'),
            )
        if test.lookup == lookups.IN:
            equal = (
                self._compared_by(lookups.EXACT, kind, column, one)
                for one in dict.fromkeys(test.operand)
            )
            return sa.or_(sa.false(), *equal)
        return self._compared_by(test.lookup, kind, column, test.operand)

    def _compared_by(self, lookup, kind, column, operand):
        if kind is Kind.TEXT:
            if lookup == lookups.EXACT:
                return self.backend.equal(column, operand)
            return self.backend.ordered(_ORDER[lookup], column, operand)
        if kind is Kind.INTEGER and abs(operand) > _LARGEST:
            return _beyond(lookup, column, operand)
        operand = _bound(kind, column, operand)
        if lookup == lookups.EXACT:
            return column == operand
        return _ORDER[lookup](column, operand)


def _terms(node):
    nodes = getattr(node, 'nodes', None)
    return sum(map(_terms, nodes)) if nodes else 1


def column_of(field, table):
    """Give the column of a field in a table or in an alias of it."""
    if callable(field.column):
        return field.column(table)
    return table.c[field.column.key]


def _as_text(column, kind):
    return column if kind is Kind.TEXT else sa.cast(column, sa.String)


def _bound(kind, column, operand):
    if kind is Kind.INTEGER:
        # The column's own type could be too small for the value.
        return sa.literal(operand, sa.BigInteger)
    if kind is Kind.DATETIME and not getattr(column.type, 'timezone', False):
        return operand.replace(tzinfo=None)
    return operand


def _beyond(lookup, column, operand):
    """Compare with a number that is outside of every integer column."""
    below = lookup in ('lt', 'lte')
    if lookup == lookups.EXACT or below != (operand > 0):
        return sa.false()
    return column.is_not(None)


def _hops(path, parent):
    hops = []
    for relation in path:
        hops.append(relation.hop(parent))
        parent = hops[-1].target
    return hops, parent


def _missing(path, parent, field):
    """Find that the path ends early, or at a NULL, as an outer join does."""
    if not path:
        return column_of(field, parent).is_(None)
    first, *rest = path
    absent = ~exists([first.hop(parent)], sa.true())
    if not rest and field is None:
        return absent
    hop = first.hop(parent)
    return sa.or_(absent, exists([hop], _missing(rest, hop.target, field)))
