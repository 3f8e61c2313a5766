"""Tests that run on every database; each worker has its own databases.

    @base.on_every_database
    class TestTrait(base.DatabaseTest):
        def test_a_new_trait_is_listed(self):
            trait.create(self.ctx, 'CUSTOM_GOLD')
            with self.count_statements() as counter:
                traits = trait.list_all(self.ctx)
            self.assertEqual(['CUSTOM_GOLD'], [each.name for each in traits])
            self.assertEqual(1, len(counter.statements), counter)

The decorated class itself does not run: TestTraitSQLite, TestTraitPostgreSQL
and TestTraitMariaDB are added to its module.
"""

from contextlib import AbstractContextManager
import sys

import sqlalchemy as sa
import testtools

from placement_inv import context
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import statements
from placement_inv.tests.fixtures import worker_database


class DatabaseTest:
    """A test with empty tables; `on_every_database` creates its classes."""

    #: The name of the database; set on the created classes.
    backend: str
    #: Runners that collect by name skip the undecorated class.
    __test__ = False

    def setUp(self):
        super().setUp()
        self._worker = worker_database.of_this_process(self.backend)
        self._worker.empty()
        self.conf = self._worker.conf
        self.database = self._worker.database
        self.services = self._worker.services
        self.ctx = self.make_context()

    def make_context(self, **identity) -> context.RequestContext:
        """Return a new context; by default an administrator's.

        Each thread of a test needs its own context.
        """
        admin = {'user_id': 'admin', 'project_id': 'admin', 'roles': ['admin']}
        return self._worker.make_context(**(admin | identity))

    def count_statements(
        self,
    ) -> AbstractContextManager[statements.Counter]:
        """Count the statements and transactions of a `with` block."""
        return statements.count_statements(self.database.engine)

    def rows(self, select: sa.Select) -> list[sa.Row]:
        """Return committed rows, read in a separate transaction."""
        with self.database.engine.connect() as connection:
            return connection.execute(select).all()


def on_every_database(case: type[DatabaseTest]) -> type[DatabaseTest]:
    """Add one test class for each backend to the module of `case`."""
    module = sys.modules[case.__module__]
    for backend, title in database.BACKENDS.items():
        name = f'{case.__name__}{title}'
        body = {
            'backend': backend,
            '__test__': True,
            '__module__': case.__module__,
            '__qualname__': name,
            '__doc__': case.__doc__,
        }
        setattr(module, name, type(name, (case, testtools.TestCase), body))
    return case
