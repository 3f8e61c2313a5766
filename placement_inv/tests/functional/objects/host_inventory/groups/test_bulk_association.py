"""Memberships of many hosts in one request, on every database."""

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory.groups import bulk_association
from placement_inv.objects.host_inventory.hosts.bulk import edit as bulk_edit
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestBulkAssociation(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')
        self.hosts = [
            world.make_host(self.ctx, self.inventory.id, f'h{number}').id
            for number in range(5)
        ]

    def _associate(self, ids, atomic=True, **options):
        edits = [bulk_edit.HostEdit({'id': host_id}) for host_id in ids]
        bulk_association.associate(
            self.ctx, self.group.id, edits, atomic, **options
        )
        return edits

    def _members(self):
        select = sa.select(world.MEMBERS.c.host_id)
        return {row.host_id for row in self.rows(select)}

    def test_memberships_are_added_and_removed_once(self):
        first, second = self.hosts[:2]
        for ids, removes, statuses, members in (
            ([first], False, ['associated'], {first}),
            (
                [first, second],
                False,
                ['unchanged', 'associated'],
                {first, second},
            ),
            ([first], True, ['disassociated'], {second}),
            ([first], True, ['unchanged'], {second}),
        ):
            edits = self._associate(ids, removes=removes)
            self.assertEqual(statuses, [edit.status for edit in edits])
            self.assertEqual(members, self._members())

    def test_unknown_hosts_and_hosts_of_other_inventories_fail_alone(self):
        other = world.make_inventory(self.ctx, 'Other')
        foreign = world.make_host(self.ctx, other.id, 'x').id
        ids = [0, foreign, self.hosts[0]]
        edits = self._associate(ids, atomic=False)
        self.assertEqual(
            ['failed', 'failed', 'associated'],
            [edit.status for edit in edits],
        )
        self.assertIn('does not exist', edits[0].errors['id'][0])
        self.assertIn('different inventories', edits[1].errors['id'][0])
        self.assertEqual({self.hosts[0]}, self._members())

    def test_an_atomic_request_with_an_error_writes_nothing(self):
        error = self.assertRaises(
            exceptions.InvalidFields, self._associate, [self.hosts[0], 0]
        )
        self.assertEqual(['1'], list(error.fields['hosts']))
        self.assertEqual(set(), self._members())

    def test_the_group_must_exist(self):
        error = self.assertRaises(
            exceptions.InvalidFields,
            bulk_association.associate,
            self.ctx,
            0,
            [],
            True,
        )
        self.assertEqual(['group'], list(error.fields))

    def test_the_cost_does_not_depend_on_the_number_of_hosts(self):
        costs = []
        for ids in (self.hosts[:2], self.hosts):
            for removes in (False, True):
                with self.count_statements() as counter:
                    self._associate(ids, removes=removes)
                costs.append(len(counter.statements))
        self.assertEqual(costs[:2], costs[2:])
        self.assertEqual(set(), self._members())
