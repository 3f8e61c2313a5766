"""Thousands of aggregates in one query are one condition on each database."""

import random

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_COUNT = 10_000
_USED = worlds.AGGREGATES[:2]
_OTHERS = tuple(worlds.uuid_of(f'zone {n}') for n in range(_COUNT - 2))


def _provider(name, aggregate=None, parent=None, shares=False, **amounts):
    return worlds.Provider(
        name,
        parent,
        {key: worlds.Inventory(amount) for key, amount in amounts.items()},
        frozenset((worlds.SHARES,) if shares else ()),
        frozenset((aggregate,) if aggregate else ()),
    )


_FLAT = (
    _provider('a', _USED[0], VCPU=8, VGPU=8),
    _provider('b', _USED[1], VCPU=8, VGPU=8),
    _provider('c', worlds.AGGREGATES[2], VCPU=8, VGPU=8),
    _provider('d', VCPU=8, VGPU=8),
)
_NESTED = (
    *_FLAT,
    _provider('a.0', _USED[0], 'a', VGPU=2),
    _provider('d.0', _USED[1], 'd', VGPU=2),
)
_SHARING = (
    *_NESTED,
    _provider('disk', _USED[0], shares=True, DISK_GB=100),
    _provider('pool', _USED[1], shares=True, DISK_GB=100, VGPU=1),
)


def _query(aggregates, forbidden=False, **more):
    """Return a query with the same list of aggregates in two groups."""
    text = f'{"!" if forbidden else ""}in:{",".join(aggregates)}'
    return {
        'resources': ['VCPU:1'],
        'resources_A': ['VGPU:1'],
        'member_of': [text],
        'member_of_A': [text],
        **more,
    }


@functional.on_every_database
class TestManyAggregates(base.CandidatesTest):
    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            connection.execute(
                tables.placement.aggregates.insert(),
                [
                    {'id': number, 'uuid': uuid}
                    for number, uuid in enumerate(_OTHERS, start=100)
                ],
            )

    def find(self, query, **settings):
        """Return (body, number of statements)."""
        request = queries.parse(query, 39)
        with self.count_statements() as counter:
            candidates = search.find(
                self.ctx, request, values.Settings(**settings)
            )
        return answers.decode(candidates), len(counter.statements)

    def test_they_select_as_the_few_that_providers_are_in(self):
        for world in (_FLAT, _NESTED, _SHARING):
            self.load(world)
            for forbidden in (False, True):
                for more in ({}, {'limit': ['2']}):
                    few, few_statements = self.find(
                        _query(_USED, forbidden, **more)
                    )
                    many, statements = self.find(
                        _query((*_USED, *_OTHERS), forbidden, **more)
                    )
                    self.assertTrue(few['allocation_requests'])
                    self.assertEqual(few, many)
                    self.assertEqual(few_statements, statements)

    def test_many_in_different_groups_select_apart(self):
        self.load(_SHARING)
        query = _query((*_USED, *_OTHERS))
        query['member_of_A'] = [f'in:{",".join((_USED[1], *_OTHERS))}']
        body, _statements = self.find(query)
        query['member_of_A'] = [_USED[1]]
        self.assertTrue(body['allocation_requests'])
        self.assertEqual(self.find(query)[0], body)

    def test_many_random_providers_are_read(self):
        self.load([_provider(f'host {n}', VCPU=8) for n in range(150)])
        query = {'resources': ['VCPU:1'], 'limit': ['120']}
        body, _statements = self.find(query, rng=random.Random(1))
        self.assertEqual(120, len(body['allocation_requests']))
