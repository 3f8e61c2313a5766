import threading

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestFactBatches(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx).id
        self.names = [f'web{number}' for number in range(12)]
        self.ids = {
            name: world.make_host(self.ctx, self.inventory, name).id
            for name in self.names
        }

    def _merge(self, documents, ctx=None):
        return fact_batches.merge(ctx or self.ctx, self.inventory, documents)

    def _read(self, **window):
        return fact_batches.read(
            self.ctx, self.inventory, fact_batches.Window(**window)
        )

    def test_documents_are_read_as_they_were_written(self):
        documents = {
            name: {'ansible_fqdn': f'{name}.example.org', 'n': [number, None]}
            for number, name in enumerate(self.names)
        }
        result = self._merge(documents)
        self.assertEqual(len(self.names), len(result.hosts))
        hosts, more = self._read()
        self.assertEqual(documents, {host.name: host.facts for host in hosts})
        self.assertEqual(self.ids, {each.name: each.host_id for each in hosts})
        self.assertFalse(more)

    def test_consecutive_windows_have_no_gap_or_overlap(self):
        first, more = self._read(size=5)
        self.assertTrue(more)
        second, more = self._read(after=first[-1].name, size=7)
        self.assertFalse(more)
        names = [host.name for host in (*first, *second)]
        self.assertEqual(sorted(self.names), sorted(names))
        self.assertEqual(len(self.names), len(names))

    def test_a_window_begins_with_the_named_host(self):
        hosts, _more = self._read(first='web3', size=2)
        self.assertEqual('web3', hosts[0].name)

    def test_the_statements_of_a_batch_do_not_grow_with_the_hosts(self):
        self._merge({name: {'a': 1} for name in self.names[:6]})
        with self.count_statements() as counter:
            self._merge({name: {'b': 1} for name in self.names})
        # Owner, names, locks, facts; one INSERT, one UPDATE, one entry.
        self.assertEqual(7, len(counter.statements), counter)

    def test_a_read_takes_two_statements(self):
        with self.count_statements() as counter:
            self._read()
        self.assertEqual(2, len(counter.statements), counter)

    def test_a_batch_can_delete_the_facts_of_one_host(self):
        self._merge({name: {'a': 1} for name in ('web1', 'web2')})
        result = self._merge({'web1': None})
        self.assertEqual(
            [('web1', None)],
            [(host.name, host.version) for host in result.hosts],
        )
        self.assertEqual({}, facts.get(self.ctx, self.ids['web1']))
        self.assertEqual({'a': 1}, facts.get(self.ctx, self.ids['web2']))

    def test_merged_facts_stay_within_the_limit(self):
        limit = self.conf.host_inventory.max_facts_size
        self.conf.set_override('max_facts_size', 2048, 'host_inventory')
        self.addCleanup(
            self.conf.set_override, 'max_facts_size', limit, 'host_inventory'
        )
        result = self._merge({'web1': {'a': 'x' * 1500}, 'web2': {'a': 1}})
        self.assertEqual({}, result.reasons)
        result = self._merge({'web1': {'b': 'x' * 1500}, 'web2': {'b': 1}})
        self.assertIn('2048', result.reasons['web1'])
        self.assertEqual(['web2'], [host.name for host in result.hosts])
        self.assertNotIn('b', facts.get(self.ctx, self.ids['web1']))

    def test_an_unknown_inventory_has_no_facts(self):
        self.assertRaises(
            errors.NoMatch,
            fact_batches.merge,
            self.ctx,
            self.inventory + 1,
            {},
        )

    def test_concurrent_batches_lose_no_facts(self):
        def write(number):
            ctx = self.make_context()
            # Each names the hosts in another order.
            names = self.names[number:] + self.names[:number]
            for step in range(3):
                key = f'{number}-{step}'
                self._merge({name: {key: step} for name in names}, ctx)

        threads = [
            threading.Thread(target=write, args=(number,))
            for number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        hosts, _more = self._read()
        self.assertEqual({12}, {len(host.facts) for host in hosts})
        self.assertEqual({12}, {host.version for host in hosts})
