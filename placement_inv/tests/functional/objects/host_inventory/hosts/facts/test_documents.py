import threading

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestFacts(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        self.host = world.make_host(self.ctx, inventory.id, 'web1').id

    def test_a_document_is_read_as_it_was_written(self):
        document = {
            'text': 'grüße "quoted" \\ and \U0001f600',
            'number': 8,
            'fraction': 0.5,
            'flag': True,
            'nothing': None,
            'nested': {'list': [1, [2], {'x': ''}]},
            '': 'an empty key',
        }
        facts.replace(self.ctx, self.host, document)
        self.assertEqual(document, facts.get(self.ctx, self.host))

    def test_integers_of_any_size_are_exact(self):
        document = {
            'numbers': [
                sign * (power + change)
                for power in (2**53, 2**63, 2**64, 10**20, 10**40, 2**1023)
                for change in (-1, 0, 1)
                for sign in (1, -1)
            ],
            'serial': 89440000000000000017,
        }
        facts.replace(self.ctx, self.host, document)
        facts.merge(self.ctx, self.host, {'modulus': 2**1024 - 1})
        self.assertEqual(
            {**document, 'modulus': 2**1024 - 1},
            facts.get(self.ctx, self.host),
        )

    def test_the_size_counts_integers_beyond_64_bits(self):
        self.conf.set_override('max_facts_size', 1024, 'host_inventory')
        self.addCleanup(
            self.conf.clear_override, 'max_facts_size', 'host_inventory'
        )
        facts.replace(self.ctx, self.host, {'a': [10**40] * 20})
        self.assertRaises(
            errors.InvalidFacts,
            facts.merge,
            self.ctx,
            self.host,
            {'b': [10**40] * 20},
        )

    def test_a_document_of_the_greatest_depth_is_stored(self):
        document = {}
        for _ in range(29):
            document = {'x': document}
        facts.replace(self.ctx, self.host, document)
        self.assertEqual(document, facts.get(self.ctx, self.host))

    def test_a_document_that_is_too_deep_is_refused(self):
        document = {}
        for _ in range(30):
            document = {'x': document}
        self.assertRaises(
            errors.InvalidFacts,
            facts.replace,
            self.ctx,
            self.host,
            document,
        )

    def test_unsafe_marks_of_texts_are_removed(self):
        unsafe_text = {'__ansible_unsafe': '{{ x }}'}
        for write in (facts.replace, facts.merge):
            write(
                self.ctx,
                self.host,
                {'a': unsafe_text, 'b': [{'c': unsafe_text}]},
            )
            self.assertEqual(
                {'a': '{{ x }}', 'b': [{'c': '{{ x }}'}]},
                facts.get(self.ctx, self.host),
            )

    def test_reserved_keys_of_ansible_are_refused(self):
        for document, place in (
            ({'__ansible_unsafe': 'x'}, 'called'),
            ({'a': {'__ansible_vault': 'x'}}, '__ansible_vault'),
            ({'a': [{'b': {'__ansible_type': 'x'}}]}, '__ansible_type'),
            ({'a': {'__ansible_unsafe': 1}}, 'stands alone'),
            ({'a': {'__ansible_unsafe': 'x', 'b': 1}}, 'stands alone'),
            (
                {'a': {'__ansible_unsafe': {'__ansible_unsafe': 'x'}}},
                'stands alone',
            ),
        ):
            for write in (facts.replace, facts.merge):
                error = self.assertRaises(
                    errors.InvalidFacts, write, self.ctx, self.host, document
                )
                self.assertIn(place, str(error), document)

    def test_concurrent_merges_lose_no_facts(self):
        def merge(number):
            ctx = self.make_context()
            for step in range(5):
                facts.merge(ctx, self.host, {f'{number}-{step}': step})

        threads = [
            threading.Thread(target=merge, args=(number,))
            for number in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(30, len(facts.get(self.ctx, self.host)))

    def test_a_read_takes_one_statement(self):
        facts.replace(self.ctx, self.host, {'a': 1})
        with self.count_statements() as counter:
            facts.get(self.ctx, self.host)
        self.assertEqual(1, len(counter.statements), counter)

    def test_one_of_several_writers_of_the_same_version_succeeds(self):
        version = facts.replace(self.ctx, self.host, {'a': 0})
        won = []

        def write(number):
            try:
                facts.replace(
                    self.make_context(),
                    self.host,
                    {'a': number},
                    facts.Precondition(tags=frozenset((version.tag,))),
                )
            except errors.PreconditionFailed:
                return
            won.append(number)

        threads = [
            threading.Thread(target=write, args=(number,))
            for number in range(1, 7)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(1, len(won))
        self.assertEqual({'a': won[0]}, facts.get(self.ctx, self.host))

    def test_merged_facts_stay_within_the_limit(self):
        most = self.conf.host_inventory.max_facts_size
        facts.merge(self.ctx, self.host, {'a': 'x' * (most // 2)})
        self.assertRaises(
            errors.InvalidFacts,
            facts.merge,
            self.ctx,
            self.host,
            {'b': 'x' * (most // 2)},
        )
        self.assertEqual(['a'], list(facts.get(self.ctx, self.host)))
