"""The preambles before the sentences of errors."""

import string
import types

import testtools

from placement_inv import exceptions
from placement_inv.handlers.placement import aggregate
from placement_inv.handlers.placement import allocation
from placement_inv.handlers.placement import inventory
from placement_inv.handlers.placement import preambles
from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import routes
from placement_inv.objects.placement import errors
from placement_inv.web import router

_UUID = '0ad98f69-6af4-4b2b-9f0f-1f3b0c2e8b11'
#: Facts that errors name and the path does not.
_FACTS = {resource_provider.create: {'name', 'uuid'}}


def _fields(template):
    return {field for _, field, _, _ in string.Formatter().parse(template)} - {
        None
    }


def _request(endpoint, **path_items):
    return types.SimpleNamespace(endpoint=endpoint, path_items=path_items)


def _describe(error, endpoint, **path_items):
    return preambles.describe(error, _request(endpoint, **path_items))


class TestTable(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.fields_by_endpoint = {
            endpoint: _fields(pattern)
            for pattern, methods in routes.ROUTES.items()
            for endpoints in router.group_endpoints(methods).values()
            for endpoint in endpoints
        }

    def test_every_endpoint_is_routed(self):
        self.assertLessEqual(
            set(preambles.PREAMBLES), set(self.fields_by_endpoint)
        )

    def test_every_template_can_be_filled(self):
        for endpoint, by_class in preambles.PREAMBLES.items():
            fields = self.fields_by_endpoint[endpoint] | _FACTS.get(
                endpoint, set()
            )
            for preamble in by_class.values():
                self.assertLessEqual(_fields(preamble.text), fields)


class TestDescribe(testtools.TestCase):
    def test_a_preamble_is_before_the_sentence(self):
        self.assertEqual(
            (
                f'Unable to delete resource provider {_UUID}: '
                'Resource provider has allocations.',
                'placement.resource_provider.inuse',
            ),
            _describe(
                errors.ProviderInUse(), resource_provider.delete, uuid=_UUID
            ),
        )

    def test_errors_outside_the_table_have_no_preamble(self):
        for endpoint in (resource_provider.show, resource_provider.delete):
            self.assertEqual(
                (
                    'No resource provider with uuid x found',
                    exceptions.UNDEFINED_CODE,
                ),
                _describe(
                    errors.ResourceProviderNotFound(uuid='x'),
                    endpoint,
                    uuid='x',
                ),
            )

    def test_errors_before_routing_have_no_preamble(self):
        req = types.SimpleNamespace(endpoint=None)
        self.assertEqual(
            ('The resource could not be found.', exceptions.UNDEFINED_CODE),
            preambles.describe(exceptions.NotFound(), req),
        )

    def test_a_subclass_has_the_preamble_of_the_nearest_class(self):
        sentence, _code = _describe(
            errors.CapacityExceeded(resource_class='VCPU', provider='x'),
            allocation.replace,
            consumer_uuid=_UUID,
        )
        self.assertTrue(
            sentence.startswith(
                'Unable to allocate inventory: Unable to create allocation '
            ),
            sentence,
        )

    def test_a_preamble_may_have_a_code(self):
        sentence, code = _describe(
            errors.InventoryInUse(resource_classes='VCPU', provider='x'),
            inventory.delete_inventory,
            uuid='x',
            resource_class='VCPU',
        )
        self.assertTrue(
            sentence.startswith('Unable to delete inventory of class VCPU: ')
        )
        self.assertEqual('placement.concurrent_update', code)

    def test_the_uuid_of_a_consumer_is_normalized(self):
        error = errors.UnknownResourceClass(resource_class='PONY')
        self.assertEqual(
            f'Unable to allocate inventory for consumer {_UUID}: '
            'No such resource class PONY.',
            _describe(error, allocation.replace, consumer_uuid=_UUID.upper())[
                0
            ],
        )
        self.assertEqual(
            'Unable to allocate inventory No such resource class PONY.',
            _describe(error, allocation.replace_several)[0],
        )

    def test_braces_in_facts_are_not_templates(self):
        sentence, _code = _describe(
            errors.ActionFailed(
                action='create', reason='{x}', name='{y}', uuid=_UUID
            ),
            resource_provider.create,
        )
        self.assertEqual(
            f'Unable to create resource provider "{{y}}", {_UUID}: '
            'Object action create failed because: {x}',
            sentence,
        )

    def test_a_concurrent_change_of_aggregates(self):
        sentence, code = _describe(
            errors.ProviderChanged(), aggregate.replace, uuid='x'
        )
        self.assertTrue(sentence.startswith('Update conflict: Another'))
        self.assertEqual('placement.concurrent_update', code)
