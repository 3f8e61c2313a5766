"""How each checked test reads as SQL; relations become EXISTS."""

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
# Unlike false(), it leaves the conditions beside it where they are, which
# join the tables.
_NEVER = sa.literal_column('1', sa.Integer) == sa.literal_column('0')
# As many as planners search exhaustively, with some left for the caller.
_MOST_JOINS = 6
_COMPARE = backend.COMPARE


class Writer:
    """Writes conditions with the words of one backend."""

    def __init__(self, words, root, few=False):
        self.backend = words
        self.few = few
        self.crowded = _terms(root) > _MOST_JOINS

    @functools.singledispatchmethod
    def node(self, node, parent):
        """Write one node about a row of the parent table."""
        raise TypeError(node)

    @node.register
    def _(self, node: resolved.All, parent):
        return join_balanced(sa.and_, self._whole(_flat(node), parent))

    @node.register
    def _(self, node: resolved.Some, parent):
        return join_balanced(sa.or_, self._either(_flat(node), parent))

    @node.register
    def _(self, node: resolved.Not, parent):
        condition = self.node(node.node, parent)
        if isinstance(condition, sa.Exists):
            return ~condition
        # What is not known does not hold, so its opposite does.
        return sa.not_(sa.func.coalesce(condition, sa.false()))

    @node.register
    def _(self, test: resolved.FieldTest, parent):
        def leaf(table):
            return self._compared(test, column_of(test.field, table))

        return self._along(test.path, parent, leaf)

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

        return self._along(test.path, parent, leaf)

    @node.register
    def _(self, test: resolved.MissingTest, parent):
        def leaf(table):
            if test.field is None:
                return sa.true()
            return column_of(test.field, table).is_not(None)

        if not test.missing:
            return self._along(test.path, parent, leaf)
        return self._fenced(_missing(test.path, parent, test.field))

    @node.register(resolved.HoldsTest)
    @node.register(resolved.DocumentTest)
    def _(self, test, parent):
        return self._of_document([test], parent)

    def _either(self, nodes, parent):
        """Write nodes of which one has to hold.

        Tests of one document are asked of one row of it: databases find rows
        faster than they try them one test after the other.
        """
        for together in _by_document(nodes, lambda node: node):
            if len(together) > 1:
                yield self._of_document(together, parent)
            else:
                yield self.node(together[0], parent)

    def _whole(self, nodes, parent):
        """Write nodes that all have to hold, of the negated none."""
        for together in _by_document(nodes, _denied):
            if len(together) > 1:
                denied = [node.node for node in together]
                yield ~self._of_document(denied, parent)
            else:
                yield self.node(together[0], parent)

    def _of_document(self, tests, parent):
        """Ask for any of some tests of one document: of ids, or of its row."""
        known = [(test, self._whose(test)) for test in tests]
        looks = [test for test, ids in known if ids is None]
        found = [ids for _test, ids in known if ids is not None]
        if not found:
            return self._look(looks, parent)

        def leaf(table):
            among = (table.c.id.in_(ids) for ids in found)
            return join_balanced(sa.or_, map(self.backend.no_merge, among))

        among = self._along(tests[0].path, parent, leaf)
        return sa.or_(among, self._look(looks, parent)) if looks else among

    def _whose(self, test):
        if self.few or not isinstance(test, resolved.HoldsTest):
            return None
        return self.backend.ids_containing(
            test.document, test.steps, test.operand
        )

    def _look(self, tests, parent):
        """Ask one row of a document for any of some tests."""
        document = tests[0].document

        def leaf(table):
            if document.choose is None:
                return answered(table.c[document.column.key])
            name = tests[0].steps[0]
            chosen = document.choose(self.backend, name).subquery()
            found = sa.select(chosen.c.id).where(answered(chosen.c.document))
            column = self.backend.no_index(table.c.id)
            return self.backend.no_merge(column.in_(found))

        def answered(column):
            answers = (self._answered(test, column) for test in tests)
            return join_balanced(sa.or_, answers)

        return self._along(tests[0].path, parent, leaf, document)

    def _answered(self, test, column):
        words, operand = self.backend, test.operand
        if isinstance(test, resolved.HoldsTest):
            return words.holds(column, test.steps, operand)
        return words.answers(column, test.steps, test.lookup, operand)

    @node.register
    def _(self, test: resolved.CountTest, parent):
        def leaf(table):
            hop = test.relation.hop(table)
            count = (
                sa.select(sa.func.count())
                .select_from(hop.source)
                .where(hop.on)
                .scalar_subquery()
            )
            return _compared_integer(test.lookup, count, test.operand)

        return self._along(test.path, parent, leaf)

    def _along(self, path, parent, leaf, document=None):
        """Ask a leaf about the rows at the end of a path of relations."""
        hops = []
        for number, relation in enumerate(path, start=1):
            hops.append(relation.hop(parent))
            parent = hops[-1].target
            if relation.below:
                further = functools.partial(
                    self._along, path[number:], leaf=leaf, document=document
                )
                found = closures.at_or_below(
                    self.backend, relation, parent, further
                )
                return self._fenced(exists(hops, found))
        if document and document.hop:
            hops.append(document.hop(parent))
            parent = hops[-1].target
        return self._fenced(exists(hops, leaf(parent)))

    def _fenced(self, condition):
        return (
            self.backend.no_flatten(condition) if self.crowded else condition
        )

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
            return join_balanced(sa.or_, (_NEVER, *equal))
        return self._compared_by(test.lookup, kind, column, test.operand)

    def _compared_by(self, lookup, kind, column, operand):
        if lookup in lookups.VERSION:
            column = self.backend.version(column)
            return _COMPARE[lookups.VERSION_ORDER[lookup]](column, operand)
        if kind is Kind.TEXT:
            if lookup == lookups.EXACT:
                return self.backend.equal(column, operand)
            return self.backend.ordered(_COMPARE[lookup], column, operand)
        if kind is Kind.INTEGER:
            return _compared_integer(lookup, column, operand)
        if kind is Kind.DATETIME:
            operand = _moment(column, operand)
        return _COMPARE[lookup](column, operand)


def _by_document(nodes, test_of):
    """Put together the nodes whose tests look into one row of a document.

    Every other node stays alone.
    """
    together = {}
    for node in nodes:
        test, key = test_of(node), id(node)
        looks = isinstance(test, resolved.HoldsTest | resolved.DocumentTest)
        if looks and (test.path or test.document.hop or test.document.choose):
            name = test.steps[0] if test.document.choose else None
            key = (*map(id, test.path), id(test.document), name)
        together.setdefault(key, []).append(node)
    return together.values()


def _flat(node):
    """Give the nodes of a node, those of its own kind without it."""
    for each in node.nodes:
        if isinstance(each, type(node)):
            yield from _flat(each)
        else:
            yield each


def _denied(node):
    return node.node if isinstance(node, resolved.Not) else None


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


def _moment(column, operand):
    aware = getattr(column.type, 'timezone', False)
    return operand if aware else operand.replace(tzinfo=None)


def _compared_integer(lookup, column, operand):
    if abs(operand) > _LARGEST:
        # It is outside of every integer column.
        below = lookup in ('lt', 'lte')
        if lookup == lookups.EXACT or below != (operand > 0):
            return _NEVER
        return column.is_not(None)
    # The column's own type could be too small for the value.
    return _COMPARE[lookup](column, sa.literal(operand, sa.BigInteger))


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
