"""PostgreSQL's functions for the search by one fact."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
import testtools

from placement_inv.db import tables
from placement_inv.db.tables import base as columns
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_FACTS = tables.host_inventory.host_facts


class FactIndexTest(base.DatabaseTest, testtools.TestCase):
    __test__ = True
    backend = 'postgresql'

    def find_terms(self, document):
        value = sa.cast(sa.literal(document, _FACTS.c.facts.type), _JSONB)
        with self.database.engine.connect() as connection:
            return set(connection.scalar(sa.select(sa.func.fact_terms(value))))


_JSONB = postgresql.JSONB()


class TestFactTerms(FactIndexTest):
    def test_each_scalar_of_the_first_level_has_a_term(self):
        self.assertEqual(
            {'1 number', '"1" text', 'true flag', 'null nothing'},
            self.find_terms(
                {
                    'number': 1,
                    'text': '1',
                    'flag': True,
                    'nothing': None,
                    'list': [1],
                    'object': {'number': 2},
                }
            ),
        )

    def test_equal_numbers_have_one_term(self):
        for number in (8, 8.0, 8e0):
            self.assertEqual({'8 n'}, self.find_terms({'n': number}))

    def test_long_terms_are_digests(self):
        text = 'x' * 300
        digest = hashlib.md5(f'"{text}" n'.encode(), usedforsecurity=False)
        self.assertEqual({digest.hexdigest()}, self.find_terms({'n': text}))

    def test_documents_that_are_no_objects_have_no_terms(self):
        for document in ([1], 'text', 1):
            self.assertEqual(set(), self.find_terms(document))


class TestHostsOfFact(FactIndexTest):
    def test_the_function_returns_the_hosts_with_an_equal_value(self):
        inventory = world.make_inventory(self.ctx)
        hosts = [
            world.make_host(self.ctx, inventory.id, name).id for name in 'ab'
        ]
        with self.database.engine.begin() as connection:
            connection.execute(
                _FACTS.insert(),
                [
                    {
                        'host_id': host,
                        'facts': {'n': number},
                        'modified_at': columns.utcnow(),
                    }
                    for number, host in enumerate(hosts)
                ],
            )
        search = sa.func.hosts_of_fact(sa.cast({'n': 1}, _JSONB))
        self.assertEqual([(hosts[1],)], self.rows(sa.select(search)))
