"""How nova's compute service, scheduler and conductor talk to placement."""

import re
import uuid

import testtools

from placement_inv.tests.clients import session
from placement_inv.tests.clients import tree
from placement_inv.tests.fixtures import placement

#: By this nova tells the one 409 from the other, at versions without codes.
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
        """Report the host, as its compute service does when it starts."""
        reported = tree.Tree(self.api, self.host)
        reported.ensure(self.host, 'host')
        reported.set_inventories(self.host, DISK_GB=100)
        reported.set_traits(self.host, 'COMPUTE_NODE')
        for numa in (self.numa0, self.numa1):
            reported.ensure(numa, f'host_{numa}', self.host)
            reported.set_inventories(numa, VCPU=8, MEMORY_MB=1024)
            reported.set_traits(numa, 'HW_NUMA_ROOT')
        reported.ensure(self.card, 'host_card', self.numa0)
        reported.set_inventories(self.card, VGPU=2)
        reported.set_traits(self.card, 'CUSTOM_FAST')
        return reported

    def claim(self, consumer, requested, generation=None):
        body = {
            **requested,
            'project_id': 'project',
            'user_id': 'user',
            'consumer_generation': generation,
        }
        return self.api.ask('PUT', f'/allocations/{consumer}', _VERSION, body)

    def of_host(self, **resources):
        return {'allocations': {self.host: {'resources': resources}}}

    def held_by(self, consumer):
        return self.api.do('GET', f'/allocations/{consumer}', '1.28')

    def used_at(self, provider):
        path = f'/resource_providers/{provider}/usages'
        return self.api.do('GET', path, _VERSION)['usages']


class TestReport(ComputeTest):
    def test_a_second_start_finds_everything_there(self):
        before = self.report().generations
        self.assertEqual(
            {self.host, self.numa0, self.numa1, self.card}, set(before)
        )
        self.assertEqual(set(before), set(self.report().generations))

    def test_what_another_service_wrote_meanwhile_is_seen_and_kept(self):
        ours, theirs = self.report(), tree.Tree(self.api, self.host)
        theirs.refresh()
        theirs.set_aggregates(self.numa0, str(uuid.uuid4()))
        ours.set_inventories(self.numa0, VCPU=4)
        self.assertEqual(1, ours.conflicts)
        path = f'/resource_providers/{self.numa0}/aggregates'
        kept = self.api.do('GET', path, '1.19')
        self.assertEqual(1, len(kept['aggregates']))
        self.assertEqual(
            ours.generations[self.numa0],
            kept['resource_provider_generation'],
        )

    def test_inventory_in_use_is_another_conflict_than_a_stale_generation(
        self,
    ):
        reported = self.report()
        self.claim(self.server, self.of_host(DISK_GB=10))
        reported.refresh()
        refused = self.assertRaises(
            session.Refused, reported.set_inventories, self.host
        )
        self.assertEqual(409, refused.status)
        self.assertIn('DISK_GB', _IN_USE.search(refused.detail)[1])
        self.assertEqual(0, reported.conflicts)

    def test_a_tree_is_deleted_from_its_leaves(self):
        reported = self.report()
        refused = self.assertRaises(
            session.Refused, reported.delete, self.host
        )
        self.assertEqual(
            'placement.resource_provider.cannot_delete_parent', refused.code
        )
        for provider in (self.card, self.numa0, self.numa1, self.host):
            reported.delete(provider)
        reported.refresh()
        self.assertEqual({}, reported.generations)


class TestClaim(ComputeTest):
    def test_a_candidate_can_be_claimed_as_it_was_given(self):
        self.report()
        found = self.api.do('GET', _TWO_NUMA_NODES, _VERSION)
        (requested,) = found['allocation_requests']
        self.assertEqual(
            {
                '_NUMA0': [self.numa0],
                '_NUMA1': [self.numa1],
                '_PCI': [self.card],
            },
            requested['mappings'],
        )
        self.assertEqual(
            self.host,
            found['provider_summaries'][self.card]['root_provider_uuid'],
        )
        self.assertEqual((204, None), self.claim(self.server, requested))
        self.assertEqual({'VGPU': 1}, self.used_at(self.card))
        self.assertEqual(
            {'VCPU': 2, 'MEMORY_MB': 512}, self.used_at(self.numa0)
        )

    def test_who_thinks_a_consumer_is_new_has_to_look_again(self):
        self.report()
        requested = self.of_host(DISK_GB=10)
        self.claim(self.server, requested)
        status, answer = self.claim(self.server, requested)
        self.assertEqual(409, status)
        self.assertEqual(
            'placement.concurrent_update', answer['errors'][0]['code']
        )
        generation = self.held_by(self.server)['consumer_generation']
        status, _ = self.claim(
            self.server, self.of_host(DISK_GB=20), generation
        )
        self.assertEqual(204, status)
        self.assertEqual({'DISK_GB': 20}, self.used_at(self.host))

    def test_a_migration_takes_over_what_its_server_held(self):
        self.report()
        self.claim(self.server, self.of_host(DISK_GB=10))
        migration, held = str(uuid.uuid4()), self.held_by(self.server)
        target = {self.numa1: {'resources': {'VCPU': 1}}}
        self.api.do(
            'POST',
            '/allocations',
            '1.28',
            {
                migration: held | {'consumer_generation': None},
                self.server: held | {'allocations': target},
            },
        )
        self.assertEqual(
            {'DISK_GB': 10},
            self.held_by(migration)['allocations'][self.host]['resources'],
        )
        self.assertEqual(
            [self.numa1], [*self.held_by(self.server)['allocations']]
        )
        self.api.do(
            'PUT',
            f'/allocations/{migration}',
            '1.28',
            self.held_by(migration) | {'allocations': {}},
        )
        self.assertEqual({'DISK_GB': 0}, self.used_at(self.host))


class TestReshape(ComputeTest):
    """Resources move to another provider, under those who use them."""

    def setUp(self):
        super().setUp()
        self.tree = tree.Tree(self.api, self.host)
        self.tree.ensure(self.host, 'host')
        self.tree.set_inventories(self.host, VCPU=8, VGPU=2)
        self.claim(self.server, self.of_host(VCPU=2, VGPU=1))
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
                        'inventories': wanted,
                        'resource_provider_generation': self.tree.generations[
                            provider
                        ],
                    }
                    for provider, wanted in inventories.items()
                },
                'allocations': consumers,
            },
        )

    def moved(self):
        """Return the allocations of the host, with the card's part there."""
        path = f'/resource_providers/{self.host}/allocations'
        consumers = self.api.do('GET', path, '1.28')['allocations']
        moved = {consumer: self.held_by(consumer) for consumer in consumers}
        for held in moved.values():
            resources = held['allocations'][self.host]['resources']
            held['allocations'][self.card] = {
                'resources': {'VGPU': resources.pop('VGPU')}
            }
        return moved

    def test_nothing_is_free_in_between(self):
        self.assertEqual((204, None), self.reshape(self.moved()))
        self.assertEqual({'VCPU': 2}, self.used_at(self.host))
        self.assertEqual({'VGPU': 1}, self.used_at(self.card))

    def test_a_server_that_came_meanwhile_makes_it_start_again(self):
        moved = self.moved()
        self.claim(str(uuid.uuid4()), self.of_host(VCPU=1, VGPU=1))
        status, answer = self.reshape(moved)
        self.assertEqual(409, status)
        self.assertEqual(
            'placement.concurrent_update', answer['errors'][0]['code']
        )
        self.tree.refresh()
        self.assertEqual((204, None), self.reshape(self.moved()))
        self.assertEqual({'VCPU': 3}, self.used_at(self.host))
        self.assertEqual({'VGPU': 2}, self.used_at(self.card))
