"""Selects of hosts and groups by their owner, on every database."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.membership import selects
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestSelects(base.DatabaseTest):
    """The groups are top > mid > low, and there is one host in each."""

    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.groups, self.hosts = {}, {}
        for name in ('top', 'mid', 'low'):
            self.groups[name] = world.make_group(
                self.ctx, self.inventory.id, name
            ).id
            host_id = world.make_host(
                self.ctx, self.inventory.id, f'h-{name}'
            ).id
            self.hosts[name] = host_id
            association.add_host(self.ctx, self.groups[name], host_id)
        association.add_child(self.ctx, self.groups['top'], self.groups['mid'])
        association.add_child(self.ctx, self.groups['mid'], self.groups['low'])

    def _names(self, select):
        table = select.selected_columns[0].table
        names = select.with_only_columns(table.c.name).order_by(table.c.name)
        return [row.name for row in self.rows(names)]

    def _find(self, key, **options):
        find = transactions.reader(selects.find_inventory)
        return find(self.ctx, key, **options)

    def test_hosts_below_a_group_include_those_of_its_descendants(self):
        for name, direct, below in (
            ('top', ['h-top'], ['h-low', 'h-mid', 'h-top']),
            ('mid', ['h-mid'], ['h-low', 'h-mid']),
            ('low', ['h-low'], ['h-low']),
        ):
            group_id = self.groups[name]
            self.assertEqual(
                direct, self._names(selects.hosts_in_group(group_id))
            )
            self.assertEqual(
                below, self._names(selects.hosts_below_group(group_id))
            )

    def test_groups_above_a_host_are_its_groups_and_their_ancestors(self):
        for name, above in (
            ('top', ['top']),
            ('mid', ['mid', 'top']),
            ('low', ['low', 'mid', 'top']),
        ):
            host_id = self.hosts[name]
            self.assertEqual(
                [name], self._names(selects.groups_of_host(host_id))
            )
            self.assertEqual(
                above, self._names(selects.groups_above_host(host_id))
            )

    def test_a_potential_child_cannot_cause_a_cycle(self):
        world.make_group(self.ctx, self.inventory.id, 'free')
        other = world.make_inventory(self.ctx, 'Other')
        world.make_group(self.ctx, other.id, 'elsewhere')
        for group_id in self.groups.values():
            select = selects.potential_children_of_group(
                group_id, self.inventory.id
            )
            self.assertEqual(['free'], self._names(select))

    def test_roots_have_no_parent(self):
        inventory = self._find(self.inventory.id)
        self.assertEqual(
            ['top'], self._names(selects.root_groups_of(inventory))
        )

    def test_rows_of_a_source_are_the_rows_it_tracks(self):
        estate = world.make_source(self.ctx, self.inventory.id).id
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCE_HOSTS.insert().values(
                    inventory_source_id=estate, host_id=self.hosts['mid']
                )
            )
            connection.execute(
                world.SOURCE_GROUPS.insert().values(
                    inventory_source_id=estate, group_id=self.groups['low']
                )
            )
        self.assertEqual(
            ['h-mid'], self._names(selects.hosts_of_source(estate))
        )
        self.assertEqual(
            ['low'], self._names(selects.groups_of_source(estate))
        )

    def test_hosts_of_an_inventory_depend_on_its_kind(self):
        smart = world.make_inventory(
            self.ctx,
            'Smart',
            kind='smart',
            host_filter='name=h-low or name=h-mid',
            organization_id=self.inventory.organization.id,
        )
        regular, smart_owner = (
            self._find(self.inventory.id),
            self._find(smart.id),
        )
        self.assertEqual(
            host_filter.HostFilter(
                'name=h-low or name=h-mid', host_filter.AWX
            ),
            smart_owner.host_filter,
        )
        self.assertEqual(
            [['h-low', 'h-mid', 'h-top'], ['h-low', 'h-mid']],
            [
                self._names(selects.hosts_of(each))
                for each in (regular, smart_owner)
            ],
        )
        # Hosts of an inventory that is pending deletion can be left out.
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertEqual(
            [[], ['h-low', 'h-mid']],
            [
                self._names(
                    selects.hosts_of(
                        self._find(smart.id, hides_pending=hides_pending)
                    )
                )
                for hides_pending in (True, False)
            ],
        )

    def test_only_some_kinds_accept_new_hosts(self):
        selects.refuse_unless_accepted(self._find(self.inventory.id), 'Host')
        smart = world.make_inventory(
            self.ctx, 'Smart', kind='smart', host_filter='name=x'
        )
        self.assertRaises(
            errors.NotForKind,
            selects.refuse_unless_accepted,
            self._find(smart.id),
            'Host',
        )

    def test_the_inventory_of_a_row_is_locked_before_the_row(self):
        lock = transactions.writer(selects.lock_inventory_of)
        self.assertEqual(
            self.inventory.id, lock(self.ctx, world.HOSTS, self.hosts['top'])
        )
        self.assertIsNone(lock(self.ctx, world.HOSTS, 0))
        owner = self._find(self.inventory.id, lock=rows.for_update)
        self.assertEqual(self.inventory.id, owner.id)
        self.assertRaises(errors.NoMatch, self._find, 0)

    def test_every_host_and_group_can_be_selected(self):
        self.assertEqual(
            ['h-low', 'h-mid', 'h-top'], self._names(selects.all_hosts())
        )
        self.assertEqual(
            ['low', 'mid', 'top'], self._names(selects.all_groups())
        )
