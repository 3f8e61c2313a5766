"""The claims that bodies of allocations describe."""

import types
import uuid

import testtools

from placement_inv.handlers.placement import allocation_bodies
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import formats
from placement_inv.objects.placement import consumer
from placement_inv.web import errors

_UUID = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
_PROVIDER = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
_OPTIONS = types.SimpleNamespace(
    incomplete_consumer_project_id='no project',
    incomplete_consumer_user_id='no user',
)


def _request(version):
    conf = types.SimpleNamespace(placement=_OPTIONS)
    ctx = types.SimpleNamespace(conf=conf)
    return types.SimpleNamespace(version=version, ctx=ctx)


_FIRST = _request(versions.FIRST)
_LAST = _request(versions.CONSUMER_TYPES)


def _entry(**amounts):
    return {'resources': amounts}


class TestParseClaim(testtools.TestCase):
    def test_a_list_of_the_first_versions_is_keyed_by_provider(self):
        body = {
            'allocations': [
                {'resource_provider': {'uuid': _PROVIDER}, **_entry(VCPU=1)},
                {'resource_provider': {'uuid': _UUID}, **_entry(DISK_GB=2)},
                # The last one of a provider counts.
                {'resource_provider': {'uuid': _PROVIDER}, **_entry(VCPU=3)},
            ]
        }
        claim = allocation_bodies.parse_claim(_FIRST, _UUID, body)
        self.assertEqual(
            {_PROVIDER: {'VCPU': 3}, _UUID: {'DISK_GB': 2}}, claim.allocations
        )

    def test_a_body_without_an_owner_gets_the_configured_one(self):
        claim = allocation_bodies.parse_claim(
            _FIRST, _UUID, {'allocations': []}
        )
        self.assertEqual(
            consumer.ConsumerRequest(
                _UUID,
                consumer.Owner('no project', 'no user'),
                generation=consumer.ANY,
                type=None,
            ),
            claim.consumer,
        )

    def test_a_generation_of_null_is_not_an_absent_one(self):
        body = {
            'allocations': {},
            'project_id': 'project',
            'user_id': 'user',
            'consumer_generation': None,
            'consumer_type': 'INSTANCE',
        }
        claim = allocation_bodies.parse_claim(_LAST, _UUID, body)
        self.assertEqual(
            consumer.ConsumerRequest(
                _UUID,
                consumer.Owner('project', 'user'),
                generation=None,
                type='INSTANCE',
            ),
            claim.consumer,
        )

    def test_whole_floats_become_integers(self):
        body = {'allocations': {_PROVIDER: _entry(VCPU=8.0)}}
        claim = allocation_bodies.parse_claim(_LAST, _UUID, body)
        (amount,) = claim.allocations[_PROVIDER].values()
        self.assertEqual((8, int), (amount, type(amount)))

    def test_the_number_of_amounts_is_limited(self):
        amounts = {f'CUSTOM_{n}': 1 for n in range(formats.MAX_ITEMS)}
        body = {'allocations': {_PROVIDER: _entry(**amounts)}}
        allocation_bodies.parse_claim(_LAST, _UUID, body)
        body['allocations'][_UUID] = _entry(VCPU=1)
        error = self.assertRaises(
            errors.InvalidBody,
            allocation_bodies.parse_claim,
            _LAST,
            _UUID,
            body,
        )
        self.assertIn('10001 amounts are more than 10000', str(error))


class TestParseClaims(testtools.TestCase):
    def test_uuids_of_consumers_are_normalized(self):
        (claim,) = allocation_bodies.parse_claims(
            _LAST, {_UUID.upper(): {'allocations': {}}}
        )
        self.assertEqual(_UUID, claim.consumer.uuid)

    def test_text_that_is_no_uuid_is_kept(self):
        # The schema lets any 36 of these characters pass.
        text = '-' * 36
        (claim,) = allocation_bodies.parse_claims(
            _LAST, {text: {'allocations': {}}}
        )
        self.assertEqual(text, claim.consumer.uuid)

    def test_two_spellings_of_one_consumer_are_an_error(self):
        bodies = dict.fromkeys((_UUID, _UUID.upper()), {'allocations': {}})
        self.assertRaises(
            errors.InvalidBody, allocation_bodies.parse_claims, _LAST, bodies
        )

    def test_an_empty_claim_counts_as_one_amount(self):
        bodies = {
            str(uuid.UUID(int=number)): {'allocations': {}}
            for number in range(formats.MAX_ITEMS)
        }
        allocation_bodies.parse_claims(_LAST, bodies)
        bodies[_UUID] = {'allocations': {}}
        self.assertRaises(
            errors.InvalidBody, allocation_bodies.parse_claims, _LAST, bodies
        )
