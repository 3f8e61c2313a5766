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
    """Return the answers of one database to the same requests."""
    rng = random.Random(20)
    bodies = []
    for _ in range(_WORLDS):
        world = chance.some_world(rng)
        query = chance.some_query(rng, world, 39)
        with worker.engine.begin() as connection:
            loading.replace(connection, world)
        try:
            request = queries.parse(query, 39)
        except errors.BadQuery:
            continue
        every = [values.Settings(**fields) for fields in _SETTINGS]
        for settings in (*every, values.Settings(rng=random.Random(7))):
            ctx = worker.make_context()
            bodies.append(answers.decode(search.find(ctx, request, settings)))
    return bodies


class TestDatabases(testtools.TestCase):
    def test_answers_are_equal(self):
        bodies = {}
        for backend in database.BACKENDS:
            worker = worker_database.of_this_process(backend)
            worker.empty()
            with worker.engine.begin() as connection:
                loading.add_names(connection)
            bodies[backend] = _answers(worker)
        non_empty = [
            body for body in bodies['sqlite'] if body['allocation_requests']
        ]
        self.assertGreater(len(non_empty), _WORLDS)
        for backend in database.BACKENDS:
            self.assertEqual(bodies['sqlite'], bodies[backend], backend)
