"""Filters find the same hosts on every database."""

from hypothesis import given
from hypothesis import settings

from placement_inv import smartfilter
from placement_inv.tests.functional import base
from placement_inv.tests.unit.smartfilter import agreement
from placement_inv.tests.unit.smartfilter import cases
from placement_inv.tests.unit.smartfilter import numbers
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import strategies
from placement_inv.tests.unit.smartfilter import world

# The tables are the same for all examples of a test.
_SETTINGS = settings(max_examples=25)


class _WithWorld(base.DatabaseTest):
    """A database with the tables for filters, too."""

    def setUp(self):
        super().setUp()
        self.connection = self.database.engine.connect()
        self.addCleanup(self._leave)
        world.create(self.connection)
        world.fill(self.connection, rows.ROWS)

    def _leave(self):
        self.connection.rollback()
        world.METADATA.drop_all(self.connection)
        self.connection.commit()
        self.connection.close()


@base.on_every_database
class TestFilters(cases.Finds, _WithWorld):
    """The tables of filters and hosts."""

    def test_the_deepest_filter_allowed(self):
        text = 'ansible_facts__arr[]__e[]=q'
        for number in range(16):
            word = 'and' if number % 2 else 'or'
            text = f'(groups__parents__name=x {word} {text})'
        self.assertEqual([], world.names(self.connection, text))

    def test_the_longest_filter_allowed(self):
        terms = [f'ansible_facts__arr[]__e[]=q{n}' for n in range(256)]
        self.assertEqual([], world.names(self.connection, ' and '.join(terms)))

    def test_the_longest_list_allowed(self):
        values = ', '.join(f'{n}' for n in range(256))
        for text in (
            f'ansible_facts__mem in ({values})',
            f'not ansible_facts__mem not in ({values})',
        ):
            names = world.names(
                self.connection, text, smartfilter.Language.EXTENDED
            )
            self.assertEqual([], names)


@base.on_every_database
class TestNumbers(numbers.Compares, _WithWorld):
    """Numbers of documents compare alike on every database."""


@base.on_every_database
class TestOracle(_WithWorld):
    """SQL finds the hosts that plain Python finds."""

    def check(self, contents, text, language):
        try:
            resolved_filter = world.resolve(text, language)
        except smartfilter.FilterError:
            return
        agreement.check(self, contents, resolved_filter, text)

    @given(strategies.contents(), strategies.AWX_FILTERS)
    @_SETTINGS
    def test_awx(self, contents, text):
        self.check(contents, text, smartfilter.Language.AWX)

    @given(strategies.contents(), strategies.EXTENDED_FILTERS)
    @_SETTINGS
    def test_extended(self, contents, text):
        self.check(contents, text, smartfilter.Language.EXTENDED)
