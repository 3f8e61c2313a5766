"""The audit finds inconsistent rows, and the repair corrects them."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import audit
from placement_inv.objects.placement import provider_tree
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_inventories = tables.placement.inventories
_consumers = tables.placement.consumers
_providers = tables.placement.resource_providers


@base.on_every_database
class TestAudit(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=100)
        provider_tree.create(self.ctx, world.uuid(2), 'child', world.uuid(1))
        self.make_provider(3, VCPU=8)
        self.allocate(81, {1: {'VCPU': 3, 'DISK_GB': 10}})
        self.allocate(82, {1: {'VCPU': 2}, 3: {'VCPU': 1}})

    def spoil(self, *statements):
        """Change rows without the functions that keep them consistent."""
        with self.database.engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def get_id(self, number):
        [[provider_id]] = self.rows(
            sa.select(_providers.c.id).where(
                _providers.c.uuid == world.uuid(number)
            )
        )
        return provider_id

    def spoil_counters(self):
        provider_id = _inventories.c.resource_provider_id
        self.spoil(
            _inventories.update()
            .where(provider_id == self.get_id(1), _inventories.c.used == 10)
            .values(used=0),
            _inventories.update()
            .where(provider_id == self.get_id(3))
            .values(used=7),
        )

    def spoil_consumer(self, number):
        self.allocate(number, {1: {'VCPU': 1}})
        consumer_id = sa.select(_consumers.c.id).where(
            _consumers.c.uuid == world.uuid(number)
        )
        allocations = tables.placement.allocations
        self.spoil(
            allocations.delete().where(
                allocations.c.consumer_id == consumer_id.scalar_subquery()
            )
        )

    def spoil_root(self, number, root):
        self.spoil(
            _providers.update()
            .where(_providers.c.uuid == world.uuid(number))
            .values(root_provider_id=root)
        )

    def test_consistent_rows_take_three_statements(self):
        with self.count_statements() as counter:
            self.assertEqual([], audit.examine(self.ctx))
        self.assertEqual(3, len(counter.statements), counter)
        self.assertEqual([], audit.repair(self.ctx))

    def test_a_repair_sets_counters_to_the_sums_of_allocations(self):
        self.spoil_counters()
        times = sa.select(_inventories.c.updated_at).order_by(
            _inventories.c.resource_provider_id,
            _inventories.c.resource_class_id,
        )
        before = self.rows(times)
        findings = [
            audit.Finding('counter', f'{world.uuid(1)} DISK_GB', '0', '10'),
            audit.Finding('counter', f'{world.uuid(3)} VCPU', '7', '1'),
        ]
        self.assertEqual(findings, audit.examine(self.ctx))
        self.assertEqual(findings, audit.repair(self.ctx))
        self.assertEqual([], audit.examine(self.ctx))
        self.assert_counters_are_sums()
        self.assertEqual(before, self.rows(times))

    def test_a_consumer_without_allocations_is_deleted(self):
        self.spoil_consumer(90)
        kinds = [each.kind for each in audit.repair(self.ctx)]
        self.assertEqual(['counter', 'consumer'], kinds)
        self.assertEqual([], audit.examine(self.ctx))
        uuids = {row[0] for row in self.rows(sa.select(_consumers.c.uuid))}
        self.assertEqual({world.uuid(81), world.uuid(82)}, uuids)

    def test_a_root_is_the_one_that_the_parents_lead_to(self):
        self.spoil_root(2, self.get_id(3))
        self.spoil_root(3, None)
        self.assertEqual(
            [
                audit.Finding(
                    'root', world.uuid(2), world.uuid(3), world.uuid(1)
                ),
                audit.Finding('root', world.uuid(3), 'none', world.uuid(3)),
            ],
            audit.repair(self.ctx),
        )
        self.assertEqual([], audit.examine(self.ctx))

    def test_a_cycle_of_parents_is_reported_and_not_repaired(self):
        self.spoil(
            _providers.update()
            .where(_providers.c.uuid == world.uuid(1))
            .values(parent_provider_id=self.get_id(2))
        )
        findings = audit.repair(self.ctx)
        self.assertEqual(
            [(world.uuid(1), False), (world.uuid(2), False)],
            [(each.place, each.repairable) for each in findings],
        )
        self.assertEqual(findings, audit.examine(self.ctx))

    def test_a_failed_repair_changes_nothing(self):
        self.spoil_counters()
        self.spoil_root(3, None)
        findings = audit.examine(self.ctx)

        def fail(*_arguments):
            raise RuntimeError('the database is gone')

        self.patch(audit, '_correct_roots', fail)
        self.assertRaises(RuntimeError, audit.repair, self.ctx)
        self.assertEqual(findings, audit.examine(self.ctx))

    def test_repairs_during_claims_lose_no_allocation(self):
        self.make_provider(4, VCPU=1000)
        self.spoil_counters()

        def claim_from(first):
            def run(ctx):
                for number in range(first, first + 10):
                    self.allocate(
                        number, {4: {'VCPU': 1}, 1: {'DISK_GB': 1}}, ctx
                    )

            return run

        def repair(ctx):
            for _ in range(10):
                audit.repair(ctx)

        results = self.race(claim_from(100), claim_from(200), repair, repair)
        self.assertEqual([None] * 4, results)
        self.assertEqual([], audit.examine(self.ctx))
        self.assert_counters_are_sums()
