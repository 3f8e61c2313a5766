"""Bodies of allocations, by version."""

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import allocation
from placement_inv.web import errors

_UUID = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
_LIST = [{'resource_provider': {'uuid': _UUID}, 'resources': {'VCPU': 1}}]
_OWNER = {'project_id': 'p', 'user_id': 'u'}
_AT_PROVIDER = {'resources': {'VCPU': 1}}
_DICT = {'allocations': {_UUID: _AT_PROVIDER}, **_OWNER}
_CONSUMER = {'consumer_generation': None, 'consumer_type': 'INSTANCE'}


class TestBodies(testtools.TestCase):
    def _check(self, schema, valid, invalid):
        for body in valid:
            schema.check_body(body)
        for body in invalid:
            self.assertRaises(errors.InvalidBody, schema.check_body, body)

    def test_put_of_a_list(self):
        self._check(
            allocation.PUT(versions.FIRST),
            valid=({'allocations': _LIST},),
            invalid=(
                {},
                {'allocations': []},
                {'allocations': {}},
                {'allocations': _LIST, **_OWNER},
                {'allocations': [{**_LIST[0], 'resources': {}}]},
                {'allocations': [{**_LIST[0], 'resources': {'VCPU': 0}}]},
                {'allocations': [{**_LIST[0], 'resources': {'vcpu': 1}}]},
                {'allocations': [{**_LIST[0], 'resource_provider': _UUID}]},
            ),
        )

    def test_put_of_a_list_with_an_owner(self):
        self._check(
            allocation.PUT(versions.CONSUMER_OWNERS),
            valid=({'allocations': _LIST, **_OWNER},),
            invalid=(
                {'allocations': _LIST},
                {'allocations': _LIST, 'project_id': 'p'},
                {'allocations': _LIST, **_OWNER, 'user_id': ''},
                {'allocations': _LIST, **_OWNER, 'user_id': 'u' * 256},
            ),
        )

    def test_put_of_a_dict(self):
        generation = {**_AT_PROVIDER, 'generation': 1}
        self._check(
            allocation.PUT(versions.KEYED_ALLOCATIONS),
            valid=(_DICT, {**_DICT, 'allocations': {_UUID: generation}}),
            invalid=(
                {**_DICT, 'allocations': {}},
                {**_DICT, 'allocations': _LIST},
                {**_DICT, 'allocations': {'x': _AT_PROVIDER}},
                {**_DICT, 'allocations': {f'{_UUID}\n': _AT_PROVIDER}},
                {**_DICT, 'consumer_generation': 1},
            ),
        )

    def test_put_with_a_type(self):
        self._check(
            allocation.PUT(versions.CONSUMER_TYPES),
            valid=(
                {**_DICT, **_CONSUMER},
                {**_DICT, **_CONSUMER, 'allocations': {}},
                {**_DICT, **_CONSUMER, 'consumer_generation': 1},
                {**_DICT, **_CONSUMER, 'mappings': {'_A': [_UUID]}},
            ),
            invalid=(
                _DICT,
                {**_DICT, 'consumer_generation': None},
                {**_DICT, **_CONSUMER, 'consumer_type': 'x'},
                {**_DICT, **_CONSUMER, 'consumer_type': 'X\n'},
                {**_DICT, **_CONSUMER, 'consumer_type': 'X' * 256},
                {**_DICT, **_CONSUMER, 'consumer_generation': '1'},
                {**_DICT, **_CONSUMER, 'mappings': {}},
            ),
        )

    def test_post(self):
        self._check(
            allocation.POST(versions.POST_ALLOCATIONS),
            valid=({_UUID: _DICT}, {_UUID: {**_DICT, 'allocations': {}}}),
            invalid=({}, {'x': _DICT}, {_UUID: {}}),
        )

    def test_superfluous_keys_are_reported_before_missing_ones(self):
        error = self.assertRaises(
            errors.InvalidBody,
            allocation.PUT(versions.KEYED_ALLOCATIONS).check_body,
            {'allocations': {_UUID: _AT_PROVIDER}, 'pony': 1},
        )
        self.assertIn("'pony' was unexpected", str(error))
