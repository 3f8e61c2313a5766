"""Usages: how much of each resource class is allocated."""

from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import usage
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_OTHER = consumer.Owner(project='project', user='other')


@base.on_every_database
class TestUsage(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, MEMORY_MB=1024, DISK_GB=10)
        self.make_provider(2, VCPU=8)
        self.allocate(1, {1: {'VCPU': 2, 'MEMORY_MB': 512}}, type='INSTANCE')
        self.allocate(2, {1: {'VCPU': 1}, 2: {'VCPU': 3}}, type='INSTANCE')
        self.allocate(3, {2: {'VCPU': 4}}, owner=_OTHER)

    def test_a_provider_shows_classes_without_allocations(self):
        with self.count_statements() as counter:
            provider, usages = usage.get_of_provider(self.ctx, world.uuid(1))
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(world.uuid(1), provider.uuid)
        self.assertEqual({'VCPU': 3, 'MEMORY_MB': 512, 'DISK_GB': 0}, usages)
        self.assertRaises(
            errors.ResourceProviderNotFound,
            usage.get_of_provider,
            self.ctx,
            world.uuid(9),
        )

    def test_usages_of_a_project_and_of_one_of_its_users(self):
        for user, expected in (
            (None, {'VCPU': 10, 'MEMORY_MB': 512}),
            ('user', {'VCPU': 6, 'MEMORY_MB': 512}),
            ('other', {'VCPU': 4}),
            ('nobody', {}),
        ):
            usages = usage.get_of_project(self.ctx, 'project', user)
            self.assertEqual(expected, usages, user)
        self.assertEqual({}, usage.get_of_project(self.ctx, 'elsewhere'))

    def test_usages_by_the_type_of_consumers(self):
        with self.count_statements() as counter:
            usages = usage.get_by_type(self.ctx, 'project')
        self.assertEqual(1, len(counter.statements), counter)
        instances = (2, {'VCPU': 6, 'MEMORY_MB': 512})
        self.assertEqual(
            {'INSTANCE': instances, consumer.UNKNOWN_TYPE: (1, {'VCPU': 4})},
            usages,
        )
        for kind, expected in (
            ('INSTANCE', {'INSTANCE': instances}),
            (
                consumer.UNKNOWN_TYPE,
                {consumer.UNKNOWN_TYPE: (1, {'VCPU': 4})},
            ),
            (
                usage.ALL_TYPES,
                {usage.ALL_TYPES: (3, {'VCPU': 10, 'MEMORY_MB': 512})},
            ),
            ('MIGRATION', {}),
        ):
            self.assertEqual(
                expected,
                usage.get_by_type(self.ctx, 'project', consumer_type=kind),
                kind,
            )
        self.assertEqual(
            {usage.ALL_TYPES: (1, {'VCPU': 4})},
            usage.get_by_type(self.ctx, 'project', 'other', usage.ALL_TYPES),
        )
