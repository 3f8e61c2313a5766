"""Requests as neutron's agents and segments send them."""

from concurrent import futures
import uuid

import testtools

from placement_inv.tests.clients import session
from placement_inv.tests.clients import tree
from placement_inv.tests.fixtures import placement

_VERSION = '1.29'
_EGRESS = 'NET_BW_EGR_KILOBIT_PER_SEC'
_INGRESS = 'NET_BW_IGR_KILOBIT_PER_SEC'


class AgentTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.fixture = self.useFixture(placement.PlacementFixture())
        self.api = session.Session(self.fixture)

    def path(self, provider, *more):
        return '/'.join(('/resource_providers', provider, *more))


class TestBandwidth(AgentTest):
    """An agent adds its bridges below the host that nova reported."""

    def setUp(self):
        super().setUp()
        self.host, self.agent, self.bridge = (
            str(uuid.uuid4()) for _ in range(3)
        )
        tree.Tree(self.api, self.host).ensure(self.host, 'host')

    def ensure(self, provider, name, parent):
        """Update a provider, or create it if it does not exist."""
        body = {'name': name, 'parent_provider_uuid': parent}
        status, _ = self.api.ask('PUT', self.path(provider), _VERSION, body)
        if status == 404:
            body['uuid'] = provider
            self.api.do('POST', '/resource_providers', _VERSION, body)
        return status

    def synchronize(self):
        """Report all resources of the agent; can be repeated."""
        providers = self.api.do(
            'GET', '/resource_providers?name=host', _VERSION
        )
        (host,) = providers['resource_providers']
        statuses = {
            self.ensure(self.agent, 'host:agent', host['uuid']),
            self.ensure(self.bridge, 'host:agent:br-ex', self.agent),
        }
        agent_tree = tree.Tree(self.api, self.host)
        agent_tree.refresh()
        agent_tree.set_traits(
            self.bridge, 'CUSTOM_PHYSNET_0', 'CUSTOM_VNIC_TYPE_NORMAL'
        )
        agent_tree.set_inventories(
            self.bridge, **{_EGRESS: 10_000_000, _INGRESS: 10_000_000}
        )
        return statuses

    def test_a_port_with_a_minimum_bandwidth_finds_its_bridge(self):
        self.assertEqual({404}, self.synchronize())
        candidates = self.api.do(
            'GET',
            f'/allocation_candidates?resources1={_EGRESS}:1000,{_INGRESS}:1000'
            '&required1=CUSTOM_PHYSNET_0,CUSTOM_VNIC_TYPE_NORMAL'
            '&group_policy=none',
            '1.34',
        )
        (request,) = candidates['allocation_requests']
        self.assertEqual({'1': [self.bridge]}, request['mappings'])
        self.assertEqual(
            {self.bridge, self.agent, self.host},
            set(candidates['provider_summaries']),
        )

    def test_a_second_start_of_an_agent_changes_nothing(self):
        self.synchronize()
        path = self.path(self.bridge, 'inventories')
        before = self.api.do('GET', path, _VERSION)['inventories']
        self.assertEqual({200}, self.synchronize())
        after = self.api.do('GET', path, _VERSION)['inventories']
        self.assertEqual(before, after)

    def test_concurrent_writes_of_services_all_succeed(self):
        self.synchronize()
        with futures.ThreadPoolExecutor(4) as threads:
            conflicts = list(threads.map(self._write_often, range(4)))
        generation = self.api.do('GET', self.path(self.bridge), _VERSION)
        # Only accepted writes raise the generation.
        self.assertEqual(2 + 4 * 5, generation['generation'], conflicts)

    def _write_often(self, number):
        ours = tree.Tree(session.Session(self.fixture), self.host)
        ours.refresh()
        for turn in range(5):
            ours.set_traits(self.bridge, f'CUSTOM_OF_{number}_{turn}')
        return ours.conflicts


class TestSegments(AgentTest):
    """A routed network stores its free addresses as an inventory."""

    def test_addresses_are_reserved_and_deleted(self):
        segment, hosts = str(uuid.uuid4()), str(uuid.uuid4())
        ours = tree.Tree(self.api, segment)
        ours.ensure(segment, 'Neutron segment')
        ours.set_aggregates(segment, hosts)
        ours.set_inventories(segment, IPV4_ADDRESS=100)
        path = self.path(segment, 'inventories', 'IPV4_ADDRESS')
        inventory = self.api.do('GET', path, _VERSION)
        inventory['reserved'] += 1
        stale = dict(inventory)
        self.assertEqual(
            1, self.api.do('PUT', path, _VERSION, inventory)['reserved']
        )
        error = self.assertRaises(
            session.RequestError, self.api.do, 'PUT', path, _VERSION, stale
        )
        self.assertEqual('placement.concurrent_update', error.code)
        self.api.do('DELETE', path, _VERSION)
        error = self.assertRaises(
            session.RequestError, self.api.do, 'GET', path, _VERSION
        )
        self.assertEqual(404, error.status)
