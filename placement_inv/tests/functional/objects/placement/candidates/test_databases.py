"""All databases give the same candidates in the same order."""

import random

import testtools

from placement_inv.handlers.placement.query import errors
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import chance
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import queries
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import worker_database

_WORLDS = 25
_SETTINGS = (
    {},
    {'strategy': values.BREADTH_FIRST, 'max_candidates': 3},
    {'max_candidates': 2},
)


def _answers(worker):
    """Return the answers of one database to always the same requests."""
    rng = random.Random(20)
    found = []
    for _ in range(_WORLDS):
        world = chance.some_world(rng)
        query = chance.some_query(rng, world, 39)
        with worker.engine.begin() as connection:
            loading.replace(connection, world)
        try:
            request = queries.parse(query, 39)
        except errors.BadQuery:
            continue
        every = [values.Settings(**settings) for settings in _SETTINGS]
        for chosen in (*every, values.Settings(rng=random.Random(7))):
            ctx = worker.make_context()
            found.append(answers.decoded(search.find(ctx, request, chosen)))
    return found


class TestDatabases(testtools.TestCase):
    def test_answers_are_alike(self):
        found = {}
        for backend in database.BACKENDS:
            worker = worker_database.of_this_process(backend)
            worker.empty()
            with worker.engine.begin() as connection:
                loading.add_names(connection)
            found[backend] = _answers(worker)
        served = [f for f in found['sqlite'] if f['allocation_requests']]
        self.assertGreater(len(served), _WORLDS)
        for backend in database.BACKENDS:
            self.assertEqual(found['sqlite'], found[backend], backend)
