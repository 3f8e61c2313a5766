"""Tests of the modules of the candidates engine, on loaded providers."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement.candidates import names
from placement_inv.objects.placement.candidates import requirements
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base

#: The table that the selects of tests read.
PROVIDER = tables.placement.resource_providers.alias('p')


class CandidatesTest(base.DatabaseTest):
    """A test with the names of a world in the tables."""

    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            loading.add_names(connection)

    def load(self, providers):
        """Store these providers only; their ids count from 1 in order."""
        with self.database.engine.begin() as connection:
            loading.replace(connection, worlds.World(providers))

    def read(self, function, *args, **kwargs):
        """Return the result of a function in a transaction of its own."""
        return transactions.reader(function)(self.ctx, *args, **kwargs)

    def plan(self, minor=39, **query):
        """Return the (Plan, Catalog) of a query; one value each."""
        request = queries.parse(
            {key: [value] for key, value in query.items()}, minor
        )
        catalog = self.read(names.look_up, request)
        return requirements.plan(request, catalog), catalog

    def select_ids(self, where):
        """Return the ids of the rows of PROVIDER that meet conditions."""
        select = sa.select(PROVIDER.c.id).where(*where)
        return [row.id for row in self.rows(select.order_by(PROVIDER.c.id))]
