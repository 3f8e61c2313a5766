"""The statements, order and work of a search, and extreme requests."""

import random
import tracemalloc

from placement_inv.objects.placement import errors
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.fixtures import calls
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_MOST_STATEMENTS = 5


def _flat(count):
    return [
        worlds.Provider(f'host {n}', inventories={'VCPU': worlds.Inventory(8)})
        for n in range(count)
    ]


def _wide(children, name='root'):
    """Return a root with `children` devices of one unit each."""
    root = worlds.Provider(name, inventories={'VCPU': worlds.Inventory(8)})
    devices = [
        worlds.Provider(
            f'{name}.{n}',
            parent=name,
            inventories={'VGPU': worlds.Inventory(1)},
        )
        for n in range(children)
    ]
    return [root, *devices]


def _sharing(count):
    """Return hosts without disks, and one that shares its disk with them."""
    aggregates = frozenset(worlds.AGGREGATES[:1])
    hosts = [
        worlds.Provider(
            f'host {n}',
            inventories={'VCPU': worlds.Inventory(8)},
            aggregates=aggregates,
        )
        for n in range(count)
    ]
    share = worlds.Provider(
        'share',
        inventories={'DISK_GB': worlds.Inventory(1000)},
        traits=frozenset((worlds.SHARES,)),
        aggregates=aggregates,
    )
    return [*hosts, share]


def _groups(count, policy='isolate', **more):
    """Return a query for `count` devices, each in a group of its own."""
    query = {f'resources_{n}': ['VGPU:1'] for n in range(count)}
    query['group_policy'] = [policy]
    return query | {name: [value] for name, value in more.items()}


class _EngineTest(base.CandidatesTest):
    def find(self, query, minor=39, **settings):
        request = queries.parse(query, minor)
        body = search.find(self.ctx, request, values.Settings(**settings))
        return answers.decode(body)

    def hosts(self, query, **settings):
        """Return the UUIDs of the providers used, candidate by candidate."""
        body = self.find(query, **settings)
        return [
            list(candidate['allocations'])
            for candidate in body['allocation_requests']
        ]


@functional.on_every_database
class TestStatements(_EngineTest):
    def _count(self, query, **settings):
        with self.count_statements() as counter:
            body = self.find(query, **settings)
        self.assertTrue(body['allocation_requests'])
        return len(counter.statements)

    def test_more_flat_providers_cost_no_more_statements(self):
        counts = set()
        for size in (1, 30):
            self.load(_flat(size))
            counts.add(self._count({'resources': ['VCPU:1']}))
        self.assertEqual({2}, counts)

    def test_traits_of_many_providers_cost_one_more_statement(self):
        traits = frozenset(worlds.TRAITS)
        self.load(
            worlds.Provider(
                f'host {n}', None, {'VCPU': worlds.Inventory(8)}, traits
            )
            for n in range(30)
        )
        query = {'resources': ['VCPU:1']}
        self.assertEqual(3, self._count(query))
        self.assertEqual(2, self._count({**query, 'limit': ['5']}))

    def test_more_groups_cost_no_more_statements(self):
        self.load(_wide(4))
        self.assertEqual(
            {3}, {self._count(_groups(count)) for count in (1, 2, 4)}
        )

    def test_the_most_expensive_request_stays_within_the_bound(self):
        # Every tree of the first statement has room, but none serves: all
        # groups would need the same device.
        self.load([*_sharing(1), *_wide_trees(15), *_wide(2, 'last')])
        query = _groups(2, limit='1', resources='DISK_GB:1')
        query['same_subtree'] = ['_0,_1']
        with self.count_statements() as counter:
            self.find(query)
        self.assertLessEqual(len(counter.statements), _MOST_STATEMENTS)

    def test_a_second_statement_reads_the_other_trees(self):
        self.load([*_wide_trees(15), *_wide(2, 'last')])
        query = _groups(2, limit='1')
        self.assertEqual(4, self._count(query))


def _wide_trees(count):
    """Return trees with a single device."""
    return [p for n in range(count) for p in _wide(1, f'tree {n}')]


@functional.on_every_database
class TestOrder(_EngineTest):
    def test_depth_first_stays_in_a_tree(self):
        self.load([*_wide(3, 'a'), *_wide(3, 'b')])
        body = self.hosts(_groups(1, limit='4'))
        self.assertEqual(['a.0', 'a.1', 'a.2', 'b.0'], _names(body))

    def test_breadth_first_uses_every_tree(self):
        self.load([*_wide(3, 'a'), *_wide(3, 'b'), *_wide(1, 'c')])
        body = self.hosts(_groups(1, limit='5'), strategy=values.BREADTH_FIRST)
        self.assertEqual(['a.0', 'b.0', 'c.0', 'a.1', 'b.1'], _names(body))

    def test_a_limit_reads_no_more_trees_than_it_may_need(self):
        self.load(p for n in range(40) for p in _wide(2, f'tree {n}'))
        with self.count_statements() as counter:
            body = self.hosts(
                _groups(1, limit='7'), strategy=values.BREADTH_FIRST
            )
        self.assertEqual([f'tree {n}.0' for n in range(7)], _names(body))
        self.assertEqual(3, len(counter.statements))

    def test_random_order_reaches_every_flat_provider(self):
        self.load(_flat(6))
        rng = random.Random(1)
        names = set()
        for _ in range(60):
            query = {'resources': ['VCPU:1'], 'limit': ['2']}
            body = _names(self.hosts(query, rng=rng))
            self.assertEqual(2, len(set(body)))
            names.update(body)
        self.assertEqual({f'host {n}' for n in range(6)}, names)


def _names(body):
    """Return the name of the only provider of each candidate."""
    provider_names = [f'host {n}' for n in range(40)]
    for tree in ('a', 'b', 'c', *(f'tree {n}' for n in range(40))):
        provider_names += [tree, *(f'{tree}.{n}' for n in range(8))]
    names = {worlds.uuid_of(name): name for name in provider_names}
    return [names[host] for (host,) in body]


@functional.on_every_database
class TestWideTree(_EngineTest):
    def _count_calls(self, query):
        """Return how many calls of functions a search takes, and its answer.

        That is the work of this process, but for the database's driver, which
        takes more of them the more rows it reads.
        """
        self.find(query)
        with calls.count_calls() as counter:
            answer = self.find(query)
        return counter.calls, answer['allocation_requests']

    def test_eight_groups_on_eight_devices(self):
        self.load(_wide(8))
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        body = self.find(_groups(8, limit='1000'))['allocation_requests']
        peak = tracemalloc.get_traced_memory()[1]
        self.assertEqual(1000, len(body))
        self.assertLess(peak, 50_000_000)

    def test_the_limit_bounds_the_work(self):
        for size in (8, 16):
            for policy in ('isolate', 'none'):
                self.load(_wide(size))
                work, body = self._count_calls(
                    _groups(size, policy, limit='1000')
                )
                self.assertEqual(1000, len(body))
                # Two thirds of a million; trying all takes more.
                self.assertLess(work, 1_000_000)

    def test_one_device_too_few_is_detected_without_a_search(self):
        self.load(_wide(15))
        for policy in ('isolate', 'none'):
            work, body = self._count_calls(_groups(16, policy))
            self.assertEqual([], body)
            self.assertLess(work, 20_000)

    def test_one_device_too_few_below_each_top_is_detected(self):
        self.load([*_wide(7, 'a'), *_wide(7, 'b')])
        query = _groups(9, resources_A='VCPU:1')
        members = ','.join(('_A', *(f'_{n}' for n in range(9))))
        query['same_subtree'] = [members]
        work, body = self._count_calls(query)
        self.assertEqual([], body)
        self.assertLess(work, 20_000)


@functional.on_every_database
class TestExtremes(_EngineTest):
    def test_the_largest_query(self):
        uuids = ','.join(
            [worlds.uuid_of(f'nowhere {n}') for n in range(2)]
            + [worlds.AGGREGATES[0]]
        )
        query = {'group_policy': ['none']}
        for n in range(99):
            query[f'resources_{n}'] = [f'VCPU:{n + 1}']
            query[f'member_of_{n}'] = [f'in:{uuids}']
        for providers in (_flat(3), _wide(3), _sharing(3)):
            self.load(providers)
            for limit in ({}, {'limit': ['2']}):
                self.assertEqual(
                    [], self.find(query | limit)['allocation_requests']
                )

    def test_many_traits(self):
        traits = ','.join(('CUSTOM_A', 'CUSTOM_B', 'CUSTOM_C') * 15)
        sets = [f'in:CUSTOM_A,{t}' for t in ('CUSTOM_B', 'CUSTOM_C')] * 20
        query = {'resources': ['VCPU:1'], 'required': [traits, *sets]}
        for providers in (_flat(2), _wide(2)):
            self.load(providers)
            self.assertEqual([], self.find(query)['allocation_requests'])

    def test_amounts_beyond_all_inventories(self):
        for providers in (_flat(1), _wide(1)):
            self.load(providers)
            for amount in (2**31 - 1, 2**31, 2**63, 10**40):
                query = {'resources': [f'VCPU:{amount}']}
                query |= {f'resources{n}': query['resources'] for n in (1, 2)}
                query['group_policy'] = ['none']
                self.assertEqual([], self.find(query)['allocation_requests'])

    def test_a_capacity_beyond_all_integers(self):
        inventory = worlds.Inventory(2**31 - 1, allocation_ratio=3e38)
        providers = [worlds.Provider('a', inventories={'VCPU': inventory})]
        for more in ([], _wide(2)):
            self.load(providers + more)
            query = {'resources': ['VCPU:1'], 'resources1': ['VCPU:1']}
            body = self.find(query)
            self.assertEqual(
                2**63 - 1024,
                body['provider_summaries'][worlds.uuid_of('a')]['resources'][
                    'VCPU'
                ]['capacity'],
            )

    def test_names_that_do_not_exist(self):
        self.load(_flat(1))
        for query, error_class, sentence in (
            (
                {'resources': ['RUBBISH:1']},
                errors.UnknownResourceClass,
                'No such resource class RUBBISH.',
            ),
            (
                {'resources': ['VCPU:1'], 'required': ['RUBBISH']},
                errors.UnknownTraitsInQuery,
                'No such trait(s): RUBBISH.',
            ),
            (
                {'resources': ['VCPU:1'], 'root_required': ['!RUBBISH']},
                errors.UnknownTraitsInQuery,
                'No such trait(s): RUBBISH.',
            ),
        ):
            error = self.assertRaises(error_class, self.find, query)
            self.assertEqual(sentence, str(error))
        nowhere = worlds.uuid_of('nowhere')
        for query in ({'member_of': [nowhere]}, {'in_tree': [nowhere]}):
            query['resources'] = ['VCPU:1']
            self.assertEqual([], self.find(query)['allocation_requests'])
