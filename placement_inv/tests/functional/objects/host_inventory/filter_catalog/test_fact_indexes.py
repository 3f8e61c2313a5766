"""The index of facts finds the hosts with an equal JSON value."""

import sqlalchemy as sa
import testtools

from placement_inv.db import tables
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import sql
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_HOSTS = tables.host_inventory.hosts

#: Each a value that is kept, and others that are the same one.
_VALUES = (
    (8, 8.0),
    ('8',),
    (0, -0.0),
    (0.5,),
    (1e20, 100000000000000000000),
    (True,),
    ('true',),
    (None,),
    ('null',),
    ('',),
    (' ',),
    ('a b',),
    ('f',),
    ('say "no"',),
    ('back\\slash',),
    ('line\nbreak\ttab',),
    ('Grüße 🐎',),
    ('x' * 300,),
    ('x' * 299 + 'y',),
)


@base.on_every_database
class TestFactIndexes(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx).id
        self.names = [f'web{number}' for number in range(len(_VALUES) + 2)]
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.insert(),
                [
                    {'host_inventory_id': inventory, 'name': name}
                    for name in self.names
                ],
            )
        documents = [{'f': values[0], 'g': 'f'} for values in _VALUES]
        # Elsewhere, or in a list or an object, is not there.
        documents += [{'f': {'f': 8}, 'h': 8}, {'f': [8]}]
        fact_batches.merge(
            self.ctx, inventory, dict(zip(self.names, documents, strict=True))
        )

    def _find(self, operand, *steps):
        return self._find_hosts(_test(operand, *steps))

    def _find_hosts(self, node):
        names = self._where(_condition(node))
        # What is asked about a few hosts looks at each.
        self.assertEqual(names, self._where(_condition(node, few=True)))
        return names

    def _where(self, condition):
        select = sa.select(_HOSTS.c.name).where(condition)
        return {name for (name,) in self.rows(select)}

    def test_equal_values_are_found(self):
        for name, values in zip(self.names, _VALUES, strict=False):
            for value in values:
                self.assertEqual({name}, self._find(value, 'f'), repr(value))

    def test_a_nested_value_is_found_at_its_path_only(self):
        inside, in_list = self.names[-2:]
        self.assertEqual({inside}, self._find(8, 'f', 'f'))
        self.assertEqual({in_list}, self._find(8, 'f', resolved.EACH))
        self.assertEqual({inside}, self._find(8, 'h'))
        self.assertEqual(set(), self._find(8, 'nowhere'))

    def test_indexed_and_other_conditions_are_combined(self):
        eight, inside, in_list = self.names[0], *self.names[-2:]
        nodes = (
            _test(8, 'f'),
            _test('8', 'f'),
            _test(8, 'f', 'f'),
            _test(8, 'f', resolved.EACH),
        )
        some = {eight, self.names[1], inside, in_list}
        self.assertEqual(some, self._find_hosts(resolved.Some(nodes)))
        none = resolved.All(tuple(map(resolved.Not, nodes)))
        self.assertEqual(set(self.names) - some, self._find_hosts(none))
        self.assertEqual(
            set(self.names) - {eight},
            self._find_hosts(resolved.Not(nodes[0])),
        )


class TestPlan(base.DatabaseTest, testtools.TestCase):
    """Only PostgreSQL has an index of single facts."""

    backend = 'postgresql'
    __test__ = True

    def _plan(self, text):
        with self.database.engine.begin() as connection:
            return str(connection.exec_driver_sql(f'EXPLAIN {text}').all())

    def test_a_filter_calls_the_function(self):
        either = resolved.Some((_test(8, 'f'), _test('8', 'f')))
        for node, times in ((_test(8, 'f'), 1), (either, 2)):
            select = sa.select(_HOSTS.c.id).where(_condition(node))
            text = select.compile(
                self.database.engine, compile_kwargs={'literal_binds': True}
            )
            plan = self._plan(text)
            self.assertEqual(
                times, plan.count('Function Scan on hosts_of_fact'), plan
            )
            # Neither at terms nor at rows does anything else look.
            self.assertNotIn('fact_terms', plan)
            self.assertNotIn('host_facts', plan)

    def test_the_function_reads_the_index_only(self):
        # Few rows as there are here, it is the same without the setting.
        with self.database.engine.begin() as connection:
            body = connection.exec_driver_sql(
                'SELECT prosrc, proconfig FROM pg_proc '
                "WHERE proname = 'hosts_of_fact'"
            ).one()
            self.assertEqual(['enable_seqscan=off'], body.proconfig)
            connection.exec_driver_sql('SET LOCAL enable_seqscan = off')
            query = body.prosrc.replace('(fact)', "('{}'::jsonb)")
            plan = connection.exec_driver_sql(f'EXPLAIN {query}').all()
        self.assertIn('ix_host_facts_terms', str(plan))

    def test_hosts_are_ordered_by_name_from_an_index_only(self):
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql('SET LOCAL enable_seqscan = off')
            connection.exec_driver_sql('SET LOCAL enable_bitmapscan = off')
            plan = connection.exec_driver_sql(
                'EXPLAIN SELECT id, host_inventory_id FROM hosts ORDER BY name'
            ).all()
        self.assertIn('Index Only Scan using ix_hosts_name', str(plan))

    def test_long_documents_do_not_enlarge_the_table(self):
        inventory = world.make_inventory(self.ctx).id
        names = [f'web{number}' for number in range(20)]
        with self.database.engine.begin() as connection:
            # What other tests deleted takes room until PostgreSQL cleans up.
            connection.exec_driver_sql('TRUNCATE host_facts')
            connection.execute(
                world.HOSTS.insert(),
                [
                    {'host_inventory_id': inventory, 'name': name}
                    for name in names
                ],
            )
        long = {str(number): hex(number**50) for number in range(60)}
        fact_batches.merge(self.ctx, inventory, dict.fromkeys(names, long))
        with self.database.engine.begin() as connection:
            pages = connection.exec_driver_sql(
                "SELECT pg_relation_size('host_facts') / 8192"
            ).scalar_one()
        self.assertEqual(1, pages)


def _test(operand, *steps):
    document = filter_catalog.HOSTS.root.document('ansible_facts')
    return resolved.ContainsTest((), document, steps, operand, None)


def _condition(node, **how):
    return sql.condition(
        resolved.ResolvedFilter(node, filter_catalog.HOSTS, None), **how
    )
