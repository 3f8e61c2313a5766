"""Hosts of constructed inventories share the facts of their originals."""

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import stream
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_FACTS = tables.host_inventory.host_facts


@base.on_every_database
class TestFactKeepers(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.input = world.make_inventory(self.ctx, 'Input').id
        self.made = world.make_inventory(
            self.ctx, 'Made', kind='constructed'
        ).id
        self.names = [f'web{number}' for number in range(6)]
        self.originals = {
            name: world.make_host(self.ctx, self.input, name).id
            for name in self.names
        }
        self.hosts = {
            name: self._made_of(name, original)
            for name, original in self.originals.items()
        }

    def _made_of(self, name, original):
        """Write a host as an update of a constructed inventory does."""
        with self.database.engine.begin() as connection:
            return connection.execute(
                world.HOSTS.insert().values(
                    host_inventory_id=self.made,
                    name=name,
                    description='',
                    instance_id=str(original),
                    variables='',
                )
            ).inserted_primary_key[0]

    def _merge(self, documents):
        return fact_batches.merge(self.ctx, self.made, documents)

    def _read(self, inventory=None, **window):
        hosts, _more = fact_batches.read(
            self.ctx, inventory or self.made, fact_batches.Window(**window)
        )
        return {host.name: host for host in hosts}

    def _ids_with_facts(self):
        return {row.host_id for row in self.rows(_FACTS.select())}

    def test_facts_are_written_to_the_original_host(self):
        host, original = self.hosts['web1'], self.originals['web1']
        facts.replace(self.ctx, host, {'a': 1})
        facts.merge(self.ctx, host, {'b': 2})
        self.assertEqual({'a': 1, 'b': 2}, facts.get(self.ctx, original))
        self.assertEqual({original}, self._ids_with_facts())
        self.assertEqual(original, facts.get_facts(self.ctx, host).original_id)
        facts.delete(self.ctx, host)
        self.assertEqual(set(), self._ids_with_facts())

    def test_preconditions_compare_the_facts_of_the_original(self):
        version = facts.replace(self.ctx, self.originals['web1'], {'a': 1})
        expected = facts.Precondition(tags=frozenset((version.tag,)))
        facts.replace(self.ctx, self.hosts['web1'], {'a': 2}, expected)
        self.assertRaises(
            errors.PreconditionFailed,
            facts.replace,
            self.ctx,
            self.hosts['web1'],
            {'a': 3},
            expected,
        )

    def test_batches_read_and_write_the_facts_of_originals(self):
        facts.replace(self.ctx, self.originals['web2'], {'a': 0, 'b': 1})
        result = self._merge({'web1': {'a': 1}, 'web2': {'a': 2}, 'x': {}})
        self.assertEqual(('x',), result.unknown_names)
        self.assertEqual({}, result.reasons)
        self.assertEqual(
            {('web1', self.hosts['web1'], 1), ('web2', self.hosts['web2'], 2)},
            {(one.name, one.host_id, one.version) for one in result.hosts},
        )
        self.assertEqual(
            {self.originals['web1'], self.originals['web2']},
            self._ids_with_facts(),
        )
        hosts = self._read()
        self.assertEqual({'a': 2, 'b': 1}, hosts['web2'].facts)
        self.assertEqual(self.hosts['web2'], hosts['web2'].host_id)
        self.assertIsNone(hosts['web3'].facts)
        self.assertEqual({'a': 1}, self._read(self.input)['web1'].facts)
        self._merge({'web1': None})
        self.assertEqual({self.originals['web2']}, self._ids_with_facts())

    def test_a_host_whose_original_was_deleted_has_no_facts(self):
        self._merge({name: {'a': 1} for name in self.names})
        self._delete(self.originals['web1'])
        self.assertRaises(
            errors.OriginalGone,
            facts.merge,
            self.ctx,
            self.hosts['web1'],
            {'a': 1},
        )
        result = self._merge({'web1': {'a': 2}, 'web2': {'a': 2}})
        self.assertEqual(['web1'], list(result.reasons))
        self.assertEqual(['web2'], [one.name for one in result.hosts])
        self.assertIsNone(self._read()['web1'].facts)
        host_facts = facts.get_facts(self.ctx, self.hosts['web1'])
        self.assertEqual(
            ({}, None), (host_facts.document, host_facts.original_id)
        )

    def test_an_unusable_instance_id_has_no_original(self):
        for name, instance_id in (
            ('text', 'i-0815'),
            ('huge', '9' * 30),
            ('constructed', str(self.hosts['web1'])),
            ('itself', ''),
        ):
            host = self._made_of(name, instance_id)
            if name == 'itself':
                self._change(host, instance_id=str(host))
            self.assertRaises(
                errors.OriginalGone, facts.replace, self.ctx, host, {}
            )
            self.assertIn(name, self._merge({name: {'a': 1}}).reasons)
            self.assertIsNone(self._read(name=name)[name].facts)
        self.assertEqual(set(), self._ids_with_facts())

    def test_concurrent_merges_into_two_copies_of_a_host_lose_no_facts(self):
        original = self.originals['web1']
        self._made_of('alias', original)
        result = self._merge({'web1': {'a': 1}, 'alias': {'b': 2}})
        self.assertEqual({1}, {one.version for one in result.hosts})
        self.assertEqual({'a': 1, 'b': 2}, facts.get(self.ctx, original))

    def test_the_statements_do_not_grow_with_the_hosts(self):
        few = self.names[:2]
        self._merge({name: {'a': 1} for name in self.names})
        counts = set()
        for names in (few, self.names):
            with self.count_statements() as counter:
                self._merge({name: {'b': len(names)} for name in names})
            counts.add(len(counter.statements))
            with self.count_statements() as counter:
                self._read()
            self.assertEqual(3, len(counter.statements), counter)
        # Owner, names, locks, facts; one UPDATE and the entry.
        self.assertEqual({6}, counts)

    def test_the_audit_entry_names_the_original(self):
        facts.merge(self.ctx, self.hosts['web1'], {'a': 1})
        self._merge({'web2': {'a': 1}})
        about = stream.page_of(
            self.ctx, 'host', self.originals['web1'], list_page.Query()
        )
        self.assertEqual(
            {'version': [0, 1], 'added': {'count': 1, 'names': ['a']}},
            about.rows[-1].changes['ansible_facts'],
        )
        of_input = stream.page_of(
            self.ctx, 'inventory', self.input, list_page.Query()
        )
        self.assertEqual(
            [self.originals['web2']], of_input.rows[-1].changes['ids']
        )

    def _change(self, host_id, **values):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.update()
                .where(world.HOSTS.c.id == host_id)
                .values(**values)
            )

    def _delete(self, host_id):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.delete().where(world.HOSTS.c.id == host_id)
            )
