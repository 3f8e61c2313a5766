"""Allocation candidates over HTTP, by version."""

import logging
from unittest import mock

import fixtures
import testtools

from placement_inv.handlers.placement import allocation_candidates
from placement_inv.handlers.placement import errors
from placement_inv.handlers.placement import versions
from placement_inv.objects.placement.candidates import patience
from placement_inv.objects.placement.candidates import walk
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base
from placement_inv.web import family
from placement_inv.web import request

_ROUTES = {
    '/allocation_candidates': {'GET': allocation_candidates.list_candidates}
}

_ROOT = worlds.Provider(
    'root',
    inventories={'VCPU': worlds.Inventory(8, used=1)},
    traits=frozenset(('CUSTOM_A',)),
)
_CHILD = worlds.Provider(
    'child',
    parent='root',
    inventories={
        'VGPU': worlds.Inventory(4),
        'DISK_GB': worlds.Inventory(10, reserved=1, allocation_ratio=1.5),
    },
)


class _CandidatesTest(base.DatabaseTest, testtools.TestCase):
    backend = 'sqlite'

    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            loading.add_names(connection)
            loading.replace(connection, worlds.World([_ROOT, _CHILD]))
        self._application = family.Family(
            versions.history, _ROUTES, errors.STATUSES, errors.render
        )

    def _get(self, query, minor, roles=('admin',), **environ):
        ctx = self.make_context(roles=list(roles))
        req = request.Request.blank(
            f'/allocation_candidates?{query}',
            headers={'OpenStack-API-Version': f'placement 1.{minor}'},
            environ={request.CONTEXT_KEY: ctx, **environ},
        )
        return req.get_response(self._application)

    def _get_error(self, query, minor):
        response = self._get(query, minor)
        self.assertEqual(400, response.status_int, query)
        return response.json['errors'][0]


class TestAllocationCandidates(_CandidatesTest):
    __test__ = True

    def test_the_first_version(self):
        response = self._get('resources=VGPU:1', 10)
        self.assertEqual(200, response.status_int)
        self.assertEqual('application/json', response.content_type)
        self.assertNotIn('last-modified', response.headers)
        self.assertEqual(
            {
                'allocation_requests': [
                    {
                        'allocations': [
                            {
                                'resource_provider': {'uuid': _CHILD.uuid},
                                'resources': {'VGPU': 1},
                            }
                        ]
                    }
                ],
                'provider_summaries': {
                    _CHILD.uuid: {
                        'resources': {'VGPU': {'capacity': 4, 'used': 0}}
                    }
                },
            },
            response.json,
        )

    def test_the_last_version(self):
        response = self._get(
            'resources_CPU=VCPU:2&required_CPU=in:CUSTOM_A,CUSTOM_B'
            '&resources_GPU=VGPU:1&same_subtree=_CPU,_GPU'
            '&group_policy=isolate&limit=3&root_required=!CUSTOM_C',
            39,
        )
        self.assertEqual('no-cache', response.headers['cache-control'])
        self.assertIn('GMT', response.headers['last-modified'])
        self.assertEqual(
            {
                'allocation_requests': [
                    {
                        'allocations': {
                            _ROOT.uuid: {'resources': {'VCPU': 2}},
                            _CHILD.uuid: {'resources': {'VGPU': 1}},
                        },
                        'mappings': {
                            '_CPU': [_ROOT.uuid],
                            '_GPU': [_CHILD.uuid],
                        },
                    }
                ],
                'provider_summaries': {
                    _ROOT.uuid: {
                        'resources': {'VCPU': {'capacity': 8, 'used': 1}},
                        'traits': ['CUSTOM_A'],
                        'parent_provider_uuid': None,
                        'root_provider_uuid': _ROOT.uuid,
                    },
                    _CHILD.uuid: {
                        'resources': {
                            'VGPU': {'capacity': 4, 'used': 0},
                            'DISK_GB': {'capacity': 13, 'used': 0},
                        },
                        'traits': [],
                        'parent_provider_uuid': _ROOT.uuid,
                        'root_provider_uuid': _ROOT.uuid,
                    },
                },
            },
            response.json,
        )

    def test_versions_add_fields(self):
        for minor, is_keyed, mappings, fields in (
            (10, False, False, set()),
            (12, True, False, set()),
            (17, True, False, {'traits'}),
            (
                29,
                True,
                False,
                {'traits', 'parent_provider_uuid', 'root_provider_uuid'},
            ),
            (
                34,
                True,
                True,
                {'traits', 'parent_provider_uuid', 'root_provider_uuid'},
            ),
        ):
            body = self._get('resources=VGPU:1', minor).json
            (candidate,) = body['allocation_requests']
            summary = body['provider_summaries'][_CHILD.uuid]
            self.assertEqual(
                is_keyed, isinstance(candidate['allocations'], dict), minor
            )
            self.assertEqual(mappings, 'mappings' in candidate, minor)
            self.assertEqual({'resources', *fields}, set(summary), minor)

    def test_each_version_adds_its_parameters(self):
        uuid = _ROOT.uuid
        for minor, query in (
            (10, 'resources=VCPU:1'),
            (16, 'resources=VCPU:1&limit=1'),
            (17, 'resources=VCPU:1&required=CUSTOM_A'),
            (21, f'resources=VCPU:1&member_of={uuid}'),
            (22, 'resources=VCPU:1&required=!CUSTOM_B'),
            (24, f'resources=VCPU:1&member_of={uuid}&member_of={uuid}'),
            (25, 'resources1=VCPU:1&group_policy=none'),
            (31, f'resources=VCPU:1&in_tree={uuid}'),
            (32, f'resources=VCPU:1&member_of=!{uuid}'),
            (33, 'resources_A=VCPU:1'),
            (35, 'resources=VCPU:1&root_required=CUSTOM_A'),
            (
                36,
                'resources_A=VCPU:1&required_B=CUSTOM_A&same_subtree=_A,_B'
                '&group_policy=none',
            ),
            (39, 'resources=VCPU:1&required=in:CUSTOM_A,CUSTOM_B'),
        ):
            before = minor - 1 if minor > 10 else None
            self.assertEqual(200, self._get(query, minor).status_int, query)
            if before is not None:
                self._get_error(query, before)

    def test_invalid_queries(self):
        for query, detail in (
            ('', 'There must be at least one resources or resources[$S]'),
            ('resources=VCPU:1&tree=oak', 'Invalid query string parameters'),
            ('resources=VCPU:1&limit=0', 'Invalid query string parameters'),
            ('resources=VCPU:1&limit=-1', 'Invalid query string parameters'),
            ('resources=VCPU:1&limit=5&limit=x', 'Invalid query string'),
            ('resources1=VCPU:1&group_policy=both', 'Invalid query string'),
            ('resources%0A=VCPU:1', 'Invalid query string parameters'),
            ('resources=RUBBISH:1', 'No such resource class RUBBISH.'),
            ('resources=VCPU:1&required=RUBBISH', 'No such trait(s): RUBBISH'),
        ):
            self.assertIn(detail, self._get_error(query, 39)['detail'])

    def test_a_client_that_has_left_gets_no_response(self):
        log = self.useFixture(fixtures.FakeLogger(level=logging.INFO))
        for has_left, status in ((False, 200), (True, 499)):
            response = self._get(
                'resources=VGPU:1',
                39,
                **{request.CLIENT_HAS_LEFT_KEY: lambda left=has_left: left},
            )
            self.assertEqual(status, response.status_int)
            self.assertEqual(has_left, 'The client has left' in log.output)
        self.assertEqual(b'', response.body)
        self.assertNotIn('Traceback', log.output)

    def test_policy_applies(self):
        self.assertEqual(
            403, self._get('resources=VCPU:1', 39, ['member']).status_int
        )

    def test_options_set_randomness_and_the_number_of_candidates(self):
        for name, value in (
            ('randomize_allocation_candidates', True),
            ('max_allocation_candidates', 1),
            ('allocation_candidates_generation_strategy', 'breadth-first'),
        ):
            self.conf.set_override(name, value, 'placement')
            self.addCleanup(self.conf.clear_override, name, 'placement')
        with self.database.engine.begin() as connection:
            other = worlds.Provider('other', None, _ROOT.inventories)
            loading.replace(connection, worlds.World([_ROOT, other]))
        uuids = set()
        for _ in range(100):
            body = self._get('resources=VCPU:1', 39).json
            (candidate,) = body['allocation_requests']
            uuids.update(candidate['allocations'])
        self.assertEqual({_ROOT.uuid, other.uuid}, uuids)


class TestIncompleteAnswers(_CandidatesTest):
    """Six devices, and twelve amounts that need all of their units."""

    __test__ = True

    _HEADER = 'OpenStack-Placement-Candidates'
    _AMOUNTS = (11, 15, 17, 23, 25, 29, 31, 38, 41, 46, 52, 57)
    _UNITS = (61, 63, 60, 72, 66, 63)

    def setUp(self):
        super().setUp()
        self.devices = [
            worlds.Provider(
                f'device {number}',
                parent='root',
                inventories={'VGPU': worlds.Inventory(units)},
            )
            for number, units in enumerate(self._UNITS)
        ]
        with self.database.engine.begin() as connection:
            loading.replace(connection, worlds.World([_ROOT, *self.devices]))
        self.logs = self.useFixture(fixtures.FakeLogger(level=logging.WARNING))

    def _get_amounts(self, amounts, minor=39):
        groups = '&'.join(
            f'resources{number}=VGPU:{amount}'
            for number, amount in enumerate(amounts, start=1)
        )
        return self._get(f'{groups}&group_policy=none', minor)

    def _limit_steps(self, steps):
        for module, names in (
            (walk, {'_INTERVAL': 1}),
            (patience, {'_STEPS_OF_WALK': steps, '_FEWEST_STEPS_OF_WALK': 1}),
        ):
            patch = mock.patch.multiple(module, **names)
            patch.start()
            self.addCleanup(patch.stop)

    def test_unequal_amounts_are_packed_in_any_order(self):
        numbers = set()
        for amounts in (self._AMOUNTS, self._AMOUNTS[::-1]):
            response = self._get_amounts(amounts)
            self.assertNotIn(self._HEADER, response.headers)
            numbers.add(len(response.json['allocation_requests']))
        (number,) = numbers
        self.assertGreater(number, 0)
        self.assertEqual('', self.logs.output)

    def test_no_candidate_for_want_of_steps_has_a_header(self):
        self._limit_steps(2)
        for minor in (39, 29):
            response = self._get_amounts(self._AMOUNTS, minor)
            self.assertEqual(200, response.status_int)
            self.assertEqual([], response.json['allocation_requests'])
            self.assertEqual({}, response.json['provider_summaries'])
            self.assertEqual('incomplete', response.headers[self._HEADER])
        self.assertIn(
            'ended early in 1 places: the amounts of its 12 groups',
            self.logs.output,
        )

    def test_candidates_of_other_trees_are_returned_with_the_header(self):
        large = worlds.Provider(
            'large', inventories={'VGPU': worlds.Inventory(1000)}
        )
        with self.database.engine.begin() as connection:
            loading.replace(
                connection,
                worlds.World([_ROOT, *self.devices, large]),
            )
        self._limit_steps(2)
        response = self._get_amounts(self._AMOUNTS)
        self.assertEqual('incomplete', response.headers[self._HEADER])
        (candidate,) = response.json['allocation_requests']
        self.assertEqual(
            {large.uuid: {'resources': {'VGPU': sum(self._AMOUNTS)}}},
            candidate['allocations'],
        )

    def test_certainty_has_no_header(self):
        response = self._get_amounts((*self._AMOUNTS, 1))
        self.assertEqual([], response.json['allocation_requests'])
        self.assertNotIn(self._HEADER, response.headers)
