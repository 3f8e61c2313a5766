"""The migration creates the documents of stored variables."""

import contextlib
import datetime
import os

import sqlalchemy as sa

from placement_inv import conf
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.fixtures import database
from placement_inv.tests.functional import base

_TEXTS = {
    '{"a": 1}': {'a': 1},
    '---\na: [x, 2]\n': {'a': ['x', 2]},
    '': None,
    '- no mapping': None,
    '{unreadable': None,
    'a: "\\0"': {'a': '\ufffd'},
    '{"a": "\\ud800"}': {'a': '\ufffd'},
}


@base.on_every_database
class TestVariableDocuments:
    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_vars')
        )
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        new_database = transactions.Database(settings.placement_database)
        undo.callback(new_database.dispose)
        self.engine = new_database.engine

    def test_documents_are_parsed_from_texts(self):
        migration.upgrade(self.engine, '0006')
        table = tables.host_inventory.host_inventories
        now = datetime.datetime(2026, 1, 1)
        with self.engine.begin() as connection:
            connection.execute(
                # The columns of that revision: the code declares newer ones.
                sa.insert(
                    sa.table(
                        table.name,
                        *(
                            sa.column(name, table.c[name].type)
                            for name in (
                                'name',
                                'description',
                                'variables',
                                'created_at',
                                'updated_at',
                            )
                        ),
                    )
                ),
                [
                    {
                        'name': str(number),
                        'description': '',
                        'variables': text,
                        'created_at': now,
                        'updated_at': now,
                    }
                    for number, text in enumerate(_TEXTS)
                ],
            )
        migration.upgrade(self.engine, '0007')
        with self.engine.connect() as connection:
            documents = connection.execute(
                sa.select(table.c.variables_data).order_by(table.c.id)
            ).scalars()
            self.assertEqual(list(_TEXTS.values()), list(documents))
