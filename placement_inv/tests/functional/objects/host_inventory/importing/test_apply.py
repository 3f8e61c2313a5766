"""The rows that a plan leaves in the database."""

import dataclasses

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.importing import apply
from placement_inv.objects.host_inventory.importing import current_state
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import plan
from placement_inv.objects.host_inventory.importing import relationships
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestApply(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source = world.make_source(self.ctx, self.inventory.id)

    def make_hosts(self, *names):
        """Return {name: StoredHost} of new hosts."""
        hosts = {}
        for name in names:
            row = world.make_host(self.ctx, self.inventory.id, name)
            hosts[name] = current_state.StoredHost(row.id, name)
        return hosts

    def make_groups(self, *names):
        """Return {name: StoredGroup} of new groups."""
        groups = {}
        for name in names:
            row = world.make_group(self.ctx, self.inventory.id, name)
            groups[name] = current_state.StoredGroup(row.id, name)
        return groups

    def apply(self, hosts=(), groups=(), **changes):
        """Apply a plan of some changes and nothing else."""
        current = current_state.CurrentState(
            hosts=list(dict(hosts).values()),
            groups=list(dict(groups).values()),
        )
        empty_plan = plan.compute(
            current,
            document.Document({}, {}, {}),
            current_state.Settings(),
            variables.parse_stored,
        )
        transactions.writer(apply.apply)(
            self.ctx,
            self.inventory.id,
            self.source.id,
            current,
            dataclasses.replace(empty_plan, **changes),
        )

    def columns(self, table, *names):
        return self.rows(
            sa.select(*(table.c[name] for name in names)).order_by(table.c.id)
        )

    def pairs(self, table, *names):
        return set(self.rows(sa.select(*(table.c[name] for name in names))))

    def test_new_rows_are_written_linked_and_tracked(self):
        self.apply(
            new_hosts=(plan.NewHost('h1', 'one', {'a': 1}, False, 'i-1'),),
            new_groups=(
                plan.NewGroup('site', 'all', {}),
                plan.NewGroup('web', 'some', {'b': None}),
            ),
            members=relationships.Links({'web': ('h1',)}, {}),
            children=relationships.Links({'site': ('web',)}, {}),
        )
        self.assertEqual(
            [('h1', 'one', '{"a": 1}', False, 'i-1')],
            self.columns(
                world.HOSTS,
                'name',
                'description',
                'variables',
                'enabled',
                'instance_id',
            ),
        )
        self.assertEqual(
            [('site', 'all', '{}'), ('web', 'some', '{"b": null}')],
            self.columns(world.GROUPS, 'name', 'description', 'variables'),
        )
        ((host_id,),) = self.columns(world.HOSTS, 'id')
        (site_id,), (web_id,) = self.columns(world.GROUPS, 'id')
        self.assertEqual(
            {(web_id, host_id)},
            self.pairs(world.MEMBERS, 'group_id', 'host_id'),
        )
        self.assertEqual(
            {(site_id, web_id)},
            self.pairs(world.CHILDREN, 'parent_id', 'child_id'),
        )
        self.assertEqual(
            {(self.source.id, host_id)},
            self.pairs(world.SOURCE_HOSTS, 'inventory_source_id', 'host_id'),
        )
        self.assertEqual(
            {(self.source.id, site_id), (self.source.id, web_id)},
            self.pairs(world.SOURCE_GROUPS, 'inventory_source_id', 'group_id'),
        )

    def test_rows_and_links_that_a_plan_removes_are_deleted(self):
        hosts = self.make_hosts('a', 'b', 'c')
        groups = self.make_groups('web', 'old', 'site')
        for name in 'abc':
            association.add_host(self.ctx, groups['web'].id, hosts[name].id)
        for name in ('web', 'old'):
            association.add_child(self.ctx, groups['site'].id, groups[name].id)
        self.apply(
            hosts,
            groups,
            deleted_hosts=(hosts['a'].id,),
            deleted_groups=(groups['old'].id,),
            members=relationships.Links(
                {}, {groups['web'].id: (hosts['b'].id,)}
            ),
            children=relationships.Links(
                {}, {groups['site'].id: (groups['web'].id,)}
            ),
        )
        self.assertEqual([('b',), ('c',)], self.columns(world.HOSTS, 'name'))
        self.assertEqual(
            [('web',), ('site',)], self.columns(world.GROUPS, 'name')
        )
        self.assertEqual(
            {(groups['web'].id, hosts['c'].id)},
            self.pairs(world.MEMBERS, 'group_id', 'host_id'),
        )
        self.assertEqual(set(), self.pairs(world.CHILDREN, 'parent_id'))

    def test_rows_that_a_plan_adopts_are_tracked_and_stay(self):
        hosts, groups = self.make_hosts('a', 'b'), self.make_groups('web')
        self.apply(
            hosts,
            groups,
            adopted_hosts=(hosts['a'].id,),
            adopted_groups=(groups['web'].id,),
        )
        self.assertEqual(
            {(hosts['a'].id,)}, self.pairs(world.SOURCE_HOSTS, 'host_id')
        )
        self.assertEqual(
            {(groups['web'].id,)}, self.pairs(world.SOURCE_GROUPS, 'group_id')
        )
        self.assertEqual([(0,), (0,)], self.columns(world.HOSTS, 'generation'))

    def test_variables_of_the_inventory_and_of_groups_are_replaced(self):
        groups = self.make_groups('web', 'db')
        self.apply(
            groups=groups,
            variables={'tier': 'prod'},
            changed_groups=(plan.ChangedGroup(groups['db'].id, {'a': [1]}),),
        )
        self.assertEqual(
            '{"tier": "prod"}',
            host_inventory.get(self.ctx, self.inventory.id).variables,
        )
        self.assertEqual(
            [('web', '', 0), ('db', '{"a": [1]}', 1)],
            self.columns(world.GROUPS, 'name', 'variables', 'generation'),
        )

    def test_hosts_may_swap_their_names(self):
        hosts = self.make_hosts('a', 'b', 'c')
        ids = {name: row.id for name, row in hosts.items()}
        self.apply(
            hosts,
            changed_hosts=(
                plan.ChangedHost(ids['a'], 'b', True, 'i-1', None, 'a'),
                plan.ChangedHost(ids['b'], 'a', True, 'i-2', None, 'b'),
                plan.ChangedHost(ids['c'], 'c', False, '', {'v': 1}),
            ),
        )
        self.assertEqual(
            [
                (ids['a'], 'b', 'i-1', True, '', 1),
                (ids['b'], 'a', 'i-2', True, '', 1),
                (ids['c'], 'c', '', False, '{"v": 1}', 1),
            ],
            self.columns(
                world.HOSTS,
                'id',
                'name',
                'instance_id',
                'enabled',
                'variables',
                'generation',
            ),
        )

    def test_a_row_that_another_request_changed_is_not_overwritten(self):
        hosts, groups = self.make_hosts('a'), self.make_groups('web')
        host_id = hosts['a'].id
        host.update(self.ctx, host_id, {'variables': 'mine: 1'})
        self.assertRaises(
            exceptions.ConcurrentUpdate,
            self.apply,
            hosts,
            groups,
            deleted_groups=(groups['web'].id,),
            changed_hosts=(
                plan.ChangedHost(host_id, 'a', True, '', {'theirs': 1}),
            ),
        )
        self.assertEqual('mine: 1', host.get(self.ctx, host_id).variables)
        self.assertEqual([('web',)], self.columns(world.GROUPS, 'name'))

    def test_an_empty_plan_costs_no_statement(self):
        hosts = self.make_hosts('a')
        with self.count_statements() as counter:
            self.apply(hosts)
        self.assertEqual([], counter.statements)
