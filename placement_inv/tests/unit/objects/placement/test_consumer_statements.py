"""The statements that insert or update the rows of consumers."""

from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
import testtools

from placement_inv.objects.placement import consumer_statements

_DIALECTS = {
    'mysql': mysql.dialect(),
    'postgresql': postgresql.dialect(),
    'sqlite': sqlite.dialect(),
}


def _compile(statement, dialect):
    return ' '.join(str(statement.compile(dialect=_DIALECTS[dialect])).split())


class TestUpsertRows(testtools.TestCase):
    def test_an_existing_row_gets_the_next_generation(self):
        for dialect in _DIALECTS:
            text = _compile(
                consumer_statements.upsert_rows(dialect, False), dialect
            )
            # The 1 is part of the text, not a parameter.
            self.assertRegex(
                text, r'generation ?= ?\(?consumers\.generation \+ 1\b'
            )

    def test_only_a_statement_with_a_type_updates_the_type(self):
        for dialect in _DIALECTS:
            for has_type in (False, True):
                text = _compile(
                    consumer_statements.upsert_rows(dialect, has_type), dialect
                )
                update = text.partition('UPDATE')[2]
                self.assertIn('user_id', update)
                self.assertEqual(has_type, 'consumer_type_id' in update)


class TestUpsertWithOwner(testtools.TestCase):
    def test_the_owner_and_the_type_are_conditions(self):
        for dialect in ('postgresql', 'sqlite'):
            for has_type in (False, True):
                text = _compile(
                    consumer_statements.upsert_with_owner(dialect, has_type),
                    dialect,
                )
                where = text.partition(' WHERE ')[2].partition('ON CONF')[0]
                self.assertIn('projects.external_id = ', where)
                self.assertIn('users.external_id = ', where)
                self.assertEqual(has_type, 'consumer_types.name = ' in where)

    def test_the_result_tells_whether_the_consumer_has_allocations(self):
        for dialect in ('postgresql', 'sqlite'):
            text = _compile(
                consumer_statements.upsert_with_owner(dialect, False), dialect
            )
            self.assertRegex(
                text.partition(' RETURNING ')[2],
                r'EXISTS \(SELECT \* FROM allocations WHERE '
                r'(allocations\.)?consumer_id = consumers\.id\) AS holds$',
            )


class TestUpsertArrays(testtools.TestCase):
    def test_one_array_a_column(self):
        for has_type in (False, True):
            text = _compile(
                consumer_statements.upsert_arrays(has_type), 'postgresql'
            )
            arrays = text.partition('unnest(')[2].partition(' AS ')[0]
            self.assertEqual(4 + has_type, arrays.count('[]'), text)


class TestCache(testtools.TestCase):
    def test_a_statement_is_built_once(self):
        for build, arguments in (
            (consumer_statements.upsert_rows, ('sqlite', True)),
            (consumer_statements.upsert_with_owner, ('sqlite', True)),
            (consumer_statements.upsert_arrays, (True,)),
        ):
            self.assertIs(build(*arguments), build(*arguments))
