"""How neutron's agents and segments talk to placement."""

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
    """An agent hangs its bridges under the host that nova reported."""

    def setUp(self):
        super().setUp()
        self.host, self.agent, self.bridge = (
            str(uuid.uuid4()) for _ in range(3)
        )
        tree.Tree(self.api, self.host).ensure(self.host, 'host')

    def ensure(self, provider, name, parent):
        """Update a provider, or create it where that cannot be."""
        body = {'name': name, 'parent_provider_uuid': parent}
        status, _ = self.api.ask('PUT', self.path(provider), _VERSION, body)
        if status == 404:
            body['uuid'] = provider
            self.api.do('POST', '/resource_providers', _VERSION, body)
        return status

    def synchronize(self):
        """Report all that the agent has, however often it did so before."""
        found = self.api.do('GET', '/resource_providers?name=host', _VERSION)
        (host,) = found['resource_providers']
        ensured = {
            self.ensure(self.agent, 'host:agent', host['uuid']),
            self.ensure(self.bridge, 'host:agent:br-ex', self.agent),
        }
        reported = tree.Tree(self.api, self.host)
        reported.refresh()
        reported.set_traits(
            self.bridge, 'CUSTOM_PHYSNET_0', 'CUSTOM_VNIC_TYPE_NORMAL'
        )
        reported.set_inventories(
            self.bridge, **{_EGRESS: 10_000_000, _INGRESS: 10_000_000}
        )
        return ensured

    def test_a_port_with_a_minimum_bandwidth_finds_its_bridge(self):
        self.assertEqual({404}, self.synchronize())
        found = self.api.do(
            'GET',
            f'/allocation_candidates?resources1={_EGRESS}:1000,{_INGRESS}:1000'
            '&required1=CUSTOM_PHYSNET_0,CUSTOM_VNIC_TYPE_NORMAL'
            '&group_policy=none',
            '1.34',
        )
        (request,) = found['allocation_requests']
        self.assertEqual({'1': [self.bridge]}, request['mappings'])
        self.assertEqual(
            {self.bridge, self.agent, self.host},
            set(found['provider_summaries']),
        )

    def test_an_agent_that_starts_again_changes_nothing(self):
        self.synchronize()
        path = self.path(self.bridge, 'inventories')
        before = self.api.do('GET', path, _VERSION)['inventories']
        self.assertEqual({200}, self.synchronize())
        after = self.api.do('GET', path, _VERSION)['inventories']
        self.assertEqual(before, after)

    def test_services_that_write_at_the_same_time_all_get_through(self):
        self.synchronize()
        with futures.ThreadPoolExecutor(4) as threads:
            conflicts = list(threads.map(self._write_often, range(4)))
        generation = self.api.do('GET', self.path(self.bridge), _VERSION)
        # Each write counts once, and a refused one not at all.
        self.assertEqual(2 + 4 * 5, generation['generation'], conflicts)

    def _write_often(self, number):
        ours = tree.Tree(session.Session(self.fixture), self.host)
        ours.refresh()
        for turn in range(5):
            ours.set_traits(self.bridge, f'CUSTOM_OF_{number}_{turn}')
        return ours.conflicts


class TestSegments(AgentTest):
    """A routed network keeps its free addresses as an inventory."""

    def test_addresses_come_and_go(self):
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
        refused = self.assertRaises(
            session.Refused, self.api.do, 'PUT', path, _VERSION, stale
        )
        self.assertEqual('placement.concurrent_update', refused.code)
        self.api.do('DELETE', path, _VERSION)
        refused = self.assertRaises(
            session.Refused, self.api.do, 'GET', path, _VERSION
        )
        self.assertEqual(404, refused.status)
