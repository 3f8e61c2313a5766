"""The engine finds what an exhaustive search finds, in random small worlds.

PLACEMENT_INV_TEST_WORLDS sets how many worlds each test tries; in CI they are
always the same two thousand, and some hundreds with a limit.
"""

import os
import random
from unittest import mock

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement.query import errors
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.objects.placement.candidates import walk
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import chance
from placement_inv.tests.candidates import evaluator
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import queries
from placement_inv.tests.functional import base

_COUNT = os.environ.get('PLACEMENT_INV_TEST_WORLDS')
_WORLDS = 2000
_WORLDS_WITH_A_LIMIT = 300
_MINORS = st.sampled_from((39, 39, 39, 36, 34, 31, 29, 28, 25, 21, 17, 12, 10))
# If hypothesis chose the numbers, most worlds would have no candidates.
_CHANCE = st.integers(0, 2**64 - 1).map(random.Random)


def _settings(worlds):
    return hypothesis.settings(
        max_examples=int(_COUNT or worlds),
        derandomize=not _COUNT,
    )


class TestRandomWorlds(base.DatabaseTest, testtools.TestCase):
    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            loading.add_names(connection)

    def _request(self, rng, minor):
        """Load a world, and return it with a valid request."""
        world = chance.some_world(rng)
        query = chance.some_query(rng, world, minor)
        try:
            request = queries.parse(query, minor)
        except errors.BadQuery:
            hypothesis.reject()
        with self.database.engine.begin() as connection:
            loading.replace(connection, world)
        hypothesis.note(f'{query}\n{world}')
        return world, request

    def _find(self, request, **settings):
        body = search.find(self.ctx, request, values.Settings(**settings))
        return answers.decode(body)

    @hypothesis.given(rng=_CHANCE, minor=_MINORS)
    @_settings(_WORLDS)
    def test_the_candidates_are_those_of_the_evaluator(self, rng, minor):
        world, request = self._request(rng, minor)
        expected = evaluator.evaluate(world, request)
        if request.capabilities.mappings:
            expected = dict.fromkeys(expected, 1)
        else:
            expected = answers.remove_mappings(expected)
        body = self._find(request)
        self.assertEqual(expected, answers.count_candidates(body))
        self.assertEqual(
            evaluator.summaries(world, request, expected),
            body['provider_summaries'],
        )

    @hypothesis.given(rng=_CHANCE)
    @_settings(_WORLDS_WITH_A_LIMIT)
    def test_a_walk_with_short_intervals_finds_the_same_candidates(self, rng):
        _world, request = self._request(rng, 39)
        candidates = self._find(request)
        with mock.patch.object(walk, '_INTERVAL', 1):
            self.assertEqual(candidates, self._find(request))

    @hypothesis.given(
        rng=_CHANCE,
        limit=st.integers(1, 5),
        strategy=st.sampled_from((values.DEPTH_FIRST, values.BREADTH_FIRST)),
        chosen_by_chance=st.booleans(),
    )
    @_settings(_WORLDS_WITH_A_LIMIT)
    def test_a_limit_takes_some_of_them(
        self, rng, limit, strategy, chosen_by_chance
    ):
        _world, request = self._request(rng, 39)
        settings = {'strategy': strategy}
        every = self._find(request, **settings)['allocation_requests']
        settings['rng'] = rng if chosen_by_chance else None
        some = self._find(request, max_candidates=limit, **settings)
        some = some['allocation_requests']
        self.assertEqual(min(limit, len(every)), len(some))
        if chosen_by_chance:
            self.assertTrue(all(candidate in every for candidate in some))
        else:
            self.assertEqual(every[:limit], some)
