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
        self.make_provider(1, VCPU=8, MEMORY_MB=1024)
        self.make_provider(2, VCPU=8)
        self.allocate(1, {1: {'VCPU': 2, 'MEMORY_MB': 512}}, type='INSTANCE')
        self.allocate(2, {1: {'VCPU': 1}, 2: {'VCPU': 3}}, type='INSTANCE')
        self.allocate(3, {2: {'VCPU': 4}}, owner=_OTHER)

    def test_of_a_provider_what_is_not_used_is_nought(self):
        with self.count_statements() as counter:
            found, used = usage.get_of_provider(self.ctx, world.uuid(1))
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(world.uuid(1), found.uuid)
        self.assertEqual({'VCPU': 3, 'MEMORY_MB': 512}, used)
        self.assertRaises(
            errors.ResourceProviderNotFound,
            usage.get_of_provider,
            self.ctx,
            world.uuid(9),
        )

    def test_of_a_project_and_of_one_of_its_users(self):
        for user, expected in (
            (None, {'VCPU': 10, 'MEMORY_MB': 512}),
            ('user', {'VCPU': 6, 'MEMORY_MB': 512}),
            ('other', {'VCPU': 4}),
            ('nobody', {}),
        ):
            found = usage.get_of_project(self.ctx, 'project', user)
            self.assertEqual(expected, found, user)
        self.assertEqual({}, usage.get_of_project(self.ctx, 'elsewhere'))

    def test_by_the_type_of_consumers(self):
        with self.count_statements() as counter:
            found = usage.get_by_type(self.ctx, 'project')
        self.assertEqual(1, len(counter.statements), counter)
        instances = (2, {'VCPU': 6, 'MEMORY_MB': 512})
        self.assertEqual(
            {'INSTANCE': instances, consumer.UNKNOWN_TYPE: (1, {'VCPU': 4})},
            found,
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
