"""Requests as nova's compute service, scheduler and conductor send them."""

import re
import uuid

import testtools

from placement_inv.tests.clients import session
from placement_inv.tests.clients import tree
from placement_inv.tests.fixtures import placement

#: Nova recognizes this 409 by its text, at versions without error codes.
_IN_USE = re.compile('Inventory for (.+) on resource provider (.+) in use')
_VERSION = '1.36'
_TWO_NUMA_NODES = (
    '/allocation_candidates?limit=10&group_policy=isolate'
    '&resources_NUMA0=VCPU:2,MEMORY_MB:512'
    '&resources_NUMA1=VCPU:1'
    '&resources_PCI=VGPU:1&required_PCI=CUSTOM_FAST'
    '&same_subtree=_NUMA0,_PCI'
)


class ComputeTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        fixture = self.useFixture(placement.PlacementFixture())
        self.api = session.Session(fixture)
        self.host, self.numa0, self.numa1, self.card = (
            str(uuid.uuid4()) for _ in range(4)
        )
        self.server = str(uuid.uuid4())

    def report(self):
        """Report the host, as its compute service does at its start."""
        host_tree = tree.Tree(self.api, self.host)
        host_tree.ensure(self.host, 'host')
        host_tree.set_inventories(self.host, DISK_GB=100)
        host_tree.set_traits(self.host, 'COMPUTE_NODE')
        for numa in (self.numa0, self.numa1):
            host_tree.ensure(numa, f'host_{numa}', self.host)
            host_tree.set_inventories(numa, VCPU=8, MEMORY_MB=1024)
            host_tree.set_traits(numa, 'HW_NUMA_ROOT')
        host_tree.ensure(self.card, 'host_card', self.numa0)
        host_tree.set_inventories(self.card, VGPU=2)
        host_tree.set_traits(self.card, 'CUSTOM_FAST')
        return host_tree

    def claim(self, consumer, request, generation=None):
        body = {
            **request,
            'project_id': 'project',
            'user_id': 'user',
            'consumer_generation': generation,
        }
        return self.api.ask('PUT', f'/allocations/{consumer}', _VERSION, body)

    def make_request(self, **resources):
        return {'allocations': {self.host: {'resources': resources}}}

    def get_allocations(self, consumer):
        return self.api.do('GET', f'/allocations/{consumer}', '1.28')

    def get_usages(self, provider):
        path = f'/resource_providers/{provider}/usages'
        return self.api.do('GET', path, _VERSION)['usages']


class TestReport(ComputeTest):
    def test_a_second_start_finds_the_same_providers(self):
        before = self.report().generations
        self.assertEqual(
            {self.host, self.numa0, self.numa1, self.card}, set(before)
        )
        self.assertEqual(set(before), set(self.report().generations))

    def test_a_concurrent_write_of_another_service_is_kept(self):
        ours, theirs = self.report(), tree.Tree(self.api, self.host)
        theirs.refresh()
        theirs.set_aggregates(self.numa0, str(uuid.uuid4()))
        ours.set_inventories(self.numa0, VCPU=4)
        self.assertEqual(1, ours.conflicts)
        path = f'/resource_providers/{self.numa0}/aggregates'
        aggregates = self.api.do('GET', path, '1.19')
        self.assertEqual(1, len(aggregates['aggregates']))
        self.assertEqual(
            ours.generations[self.numa0],
            aggregates['resource_provider_generation'],
        )

    def test_inventory_in_use_is_another_conflict_than_a_stale_generation(
        self,
    ):
        host_tree = self.report()
        self.claim(self.server, self.make_request(DISK_GB=10))
        host_tree.refresh()
        error = self.assertRaises(
            session.RequestError, host_tree.set_inventories, self.host
        )
        self.assertEqual(409, error.status)
        self.assertIn('DISK_GB', _IN_USE.search(error.detail)[1])
        self.assertEqual(0, host_tree.conflicts)

    def test_a_tree_is_deleted_from_its_leaves(self):
        host_tree = self.report()
        error = self.assertRaises(
            session.RequestError, host_tree.delete, self.host
        )
        self.assertEqual(
            'placement.resource_provider.cannot_delete_parent', error.code
        )
        for provider in (self.card, self.numa0, self.numa1, self.host):
            host_tree.delete(provider)
        host_tree.refresh()
        self.assertEqual({}, host_tree.generations)


class TestClaim(ComputeTest):
    def test_a_candidate_can_be_claimed_unchanged(self):
        self.report()
        candidates = self.api.do('GET', _TWO_NUMA_NODES, _VERSION)
        (request,) = candidates['allocation_requests']
        self.assertEqual(
            {
                '_NUMA0': [self.numa0],
                '_NUMA1': [self.numa1],
                '_PCI': [self.card],
            },
            request['mappings'],
        )
        self.assertEqual(
            self.host,
            candidates['provider_summaries'][self.card]['root_provider_uuid'],
        )
        self.assertEqual((204, None), self.claim(self.server, request))
        self.assertEqual({'VGPU': 1}, self.get_usages(self.card))
        self.assertEqual(
            {'VCPU': 2, 'MEMORY_MB': 512}, self.get_usages(self.numa0)
        )

    def test_a_claim_of_an_existing_consumer_needs_its_generation(self):
        self.report()
        request = self.make_request(DISK_GB=10)
        self.claim(self.server, request)
        status, body = self.claim(self.server, request)
        self.assertEqual(409, status)
        self.assertEqual(
            'placement.concurrent_update', body['errors'][0]['code']
        )
        generation = self.get_allocations(self.server)['consumer_generation']
        status, _ = self.claim(
            self.server, self.make_request(DISK_GB=20), generation
        )
        self.assertEqual(204, status)
        self.assertEqual({'DISK_GB': 20}, self.get_usages(self.host))

    def test_allocations_move_from_a_server_to_its_migration(self):
        self.report()
        self.claim(self.server, self.make_request(DISK_GB=10))
        migration, allocations = (
            str(uuid.uuid4()),
            self.get_allocations(self.server),
        )
        target = {self.numa1: {'resources': {'VCPU': 1}}}
        self.api.do(
            'POST',
            '/allocations',
            '1.28',
            {
                migration: allocations | {'consumer_generation': None},
                self.server: allocations | {'allocations': target},
            },
        )
        self.assertEqual(
            {'DISK_GB': 10},
            self.get_allocations(migration)['allocations'][self.host][
                'resources'
            ],
        )
        self.assertEqual(
            [self.numa1], [*self.get_allocations(self.server)['allocations']]
        )
        self.api.do(
            'PUT',
            f'/allocations/{migration}',
            '1.28',
            self.get_allocations(migration) | {'allocations': {}},
        )
        self.assertEqual({'DISK_GB': 0}, self.get_usages(self.host))


class TestReshape(ComputeTest):
    """Resources in use move to another provider."""

    def setUp(self):
        super().setUp()
        self.tree = tree.Tree(self.api, self.host)
        self.tree.ensure(self.host, 'host')
        self.tree.set_inventories(self.host, VCPU=8, VGPU=2)
        self.claim(self.server, self.make_request(VCPU=2, VGPU=1))
        self.tree.ensure(self.card, 'host_card', self.host)

    def reshape(self, consumers):
        inventories = {
            self.host: {'VCPU': {'total': 8}},
            self.card: {'VGPU': {'total': 2}},
        }
        return self.api.ask(
            'POST',
            '/reshaper',
            '1.30',
            {
                'inventories': {
                    provider: {
                        'inventories': amounts,
                        'resource_provider_generation': self.tree.generations[
                            provider
                        ],
                    }
                    for provider, amounts in inventories.items()
                },
                'allocations': consumers,
            },
        )

    def move_allocations(self):
        """Return the host's allocations, with VGPU moved to the card."""
        path = f'/resource_providers/{self.host}/allocations'
        consumers = self.api.do('GET', path, '1.28')['allocations']
        by_consumer = {
            consumer: self.get_allocations(consumer) for consumer in consumers
        }
        for allocations in by_consumer.values():
            resources = allocations['allocations'][self.host]['resources']
            allocations['allocations'][self.card] = {
                'resources': {'VGPU': resources.pop('VGPU')}
            }
        return by_consumer

    def test_a_reshape_moves_usages_with_inventories(self):
        self.assertEqual((204, None), self.reshape(self.move_allocations()))
        self.assertEqual({'VCPU': 2}, self.get_usages(self.host))
        self.assertEqual({'VGPU': 1}, self.get_usages(self.card))

    def test_a_new_consumer_makes_the_reshape_conflict(self):
        by_consumer = self.move_allocations()
        self.claim(str(uuid.uuid4()), self.make_request(VCPU=1, VGPU=1))
        status, body = self.reshape(by_consumer)
        self.assertEqual(409, status)
        self.assertEqual(
            'placement.concurrent_update', body['errors'][0]['code']
        )
        self.tree.refresh()
        self.assertEqual((204, None), self.reshape(self.move_allocations()))
        self.assertEqual({'VCPU': 3}, self.get_usages(self.host))
        self.assertEqual({'VGPU': 2}, self.get_usages(self.card))
