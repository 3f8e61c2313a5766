"""Names are compared exactly on every database, down to the last space."""

import sqlalchemy as sa

from placement_inv.db import collation
from placement_inv.db import tables
from placement_inv.tests.functional import base

_NAMES = ('a', 'a ', 'a  ', 'A', 'á', 'a\t', 'ａ')

_users = tables.placement.users


@base.on_every_database
class TestNames(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            connection.execute(
                _users.insert(), [{'external_id': name} for name in _NAMES]
            )

    def test_a_search_for_a_name_finds_no_similar_name(self):
        for name in _NAMES:
            rows = self.rows(
                sa.select(_users.c.external_id).where(
                    _users.c.external_id == name
                )
            )
            self.assertEqual([(name,)], rows)

    def test_names_are_joined_only_with_themselves(self):
        other = _users.alias()
        rows = self.rows(
            sa.select(sa.func.count()).join_from(
                _users, other, other.c.external_id == _users.c.external_id
            )
        )
        self.assertEqual([(len(_NAMES),)], rows)

    def test_tables_with_the_exact_collation_are_not_altered(self):
        with (
            self.count_statements() as counter,
            self.database.engine.begin() as connection,
        ):
            collation.make_exact(connection)
        alterations = [
            statement
            for statement in counter.statements
            if 'ALTER' in statement
        ]
        self.assertEqual([], alterations)
