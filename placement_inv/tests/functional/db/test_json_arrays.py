"""Conditions on arrays of numbers in JSON documents."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from placement_inv.db import json_arrays
from placement_inv.tests.functional import base

_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


@base.on_every_database
class TestContains(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.table = sa.Table(
            'json_arrays_of_a_test',
            sa.MetaData(),
            sa.Column('id', sa.Integer, primary_key=True),
            sa.Column('document', _JSON),
        )
        engine = self.database.engine
        self.table.create(engine)
        self.addCleanup(self.table.drop, engine)

    def _ids(self, number):
        with self.database.engine.connect() as connection:
            condition = json_arrays.contains(
                connection, self.table.c.document, 'ids', number
            )
            return list(
                connection.execute(
                    sa.select(self.table.c.id)
                    .where(condition)
                    .order_by(self.table.c.id)
                ).scalars()
            )

    def test_the_array_has_the_number_itself(self):
        documents = [
            {'ids': [1, 2]},
            {'ids': [12]},
            {'ids': []},
            {'others': [1]},
            {},
            {'ids': [2, 12], 'others': [1]},
        ]
        with self.database.engine.begin() as connection:
            connection.execute(
                self.table.insert(),
                [
                    {'id': number, 'document': document}
                    for number, document in enumerate(documents, 1)
                ],
            )
        for number, expected in ((1, [1]), (2, [1, 6]), (12, [2, 6]), (3, [])):
            self.assertEqual(expected, self._ids(number), number)
