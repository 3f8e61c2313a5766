"""Memberships and links of groups, also from concurrent requests."""

from concurrent import futures
import itertools

import hypothesis
from hypothesis import strategies
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.groups import tree as group_tree
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_GROUPS = 5
_EDGES = strategies.lists(
    strategies.tuples(
        strategies.integers(0, _GROUPS - 1),
        strategies.integers(0, _GROUPS - 1),
        strategies.booleans(),
    ),
    max_size=15,
)


class _GroupTest(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def make_groups(self, *names):
        return [
            world.make_group(self.ctx, self.inventory.id, name).id
            for name in names
        ]

    def make_host(self, name, *groups):
        row = world.make_host(self.ctx, self.inventory.id, name)
        for group_id in groups:
            association.add_host(self.ctx, group_id, row.id)
        return row.id

    def names(self, door, *arguments):
        page = door(self.ctx, *arguments, list_page.Query())
        return [row.name for row in page.rows]

    def edges(self):
        return {tuple(row) for row in self.rows(sa.select(world.CHILDREN))}

    def at_once(self, *calls):
        """Call each in its own thread; return an error or None for each."""
        with futures.ThreadPoolExecutor(len(calls)) as threads:
            running = [
                threads.submit(door, self.make_context(), *arguments)
                for door, *arguments in calls
            ]
            return [future.exception() for future in running]


def _has_circle(edges):
    children = {}
    for parent, child in edges:
        children.setdefault(parent, set()).add(child)

    def reaches(group_id, ancestors):
        return any(
            child in ancestors or reaches(child, ancestors | {child})
            for child in children.get(group_id, ())
        )

    return any(reaches(start, {start}) for start in children)


@base.on_every_database
class TestNesting(_GroupTest):
    def test_no_order_of_additions_makes_a_cycle(self):
        ids = self.make_groups(*(f'g{number}' for number in range(_GROUPS)))

        @hypothesis.given(_EDGES)
        @hypothesis.settings(max_examples=15)
        def add(steps):
            with self.database.engine.begin() as connection:
                connection.execute(world.CHILDREN.delete())
            expected = set()
            for parent, child, stays in steps:
                edge = (ids[parent], ids[child])
                if not stays:
                    association.remove_child(self.ctx, *edge)
                    expected.discard(edge)
                elif _has_circle(expected | {edge}):
                    self.assertRaises(
                        domain_errors.CyclicalGroups,
                        association.add_child,
                        self.ctx,
                        *edge,
                    )
                else:
                    association.add_child(self.ctx, *edge)
                    expected.add(edge)
            self.assertEqual(expected, self.edges())

        add()

    def test_concurrent_additions_do_not_make_a_cycle(self):
        one, two, three = self.make_groups('one', 'two', 'three')
        association.add_child(self.ctx, two, three)
        errors = self.at_once(
            (association.add_child, one, two),
            (association.add_child, three, one),
        )
        self.assertEqual(1, errors.count(None), errors)
        (refusal,) = [error for error in errors if error]
        self.assertIsInstance(refusal, domain_errors.CyclicalGroups)
        self.assertFalse(_has_circle(self.edges()))

    def test_concurrent_requests_give_a_name_to_one_host_or_group(self):
        errors = self.at_once(
            (world.make_host, self.inventory.id, 'web'),
            (world.make_group, self.inventory.id, 'web'),
        )
        self.assertEqual(1, errors.count(None), errors)
        (refusal,) = [error for error in errors if error]
        self.assertIsInstance(refusal, domain_errors.NameTaken)

    def test_a_second_parent_is_not_a_cycle(self):
        top, left, right, bottom = self.make_groups(
            'top', 'left', 'right', 'bottom'
        )
        for edge in ((top, left), (top, right), (left, bottom)):
            association.add_child(self.ctx, *edge)
        association.add_child(self.ctx, right, bottom)
        association.add_child(self.ctx, top, bottom)
        self.make_host('h1', bottom, left)
        self.assertEqual(['h1'], self.names(host.page_below_group, top))
        self.assertEqual(
            ['bottom', 'left', 'right', 'top'],
            self.names(group.page_above_host, self._host_id('h1')),
        )
        self.assertEqual(
            ['top'], self.names(group.page_of_roots, self.inventory.id)
        )

    def _host_id(self, name):
        hosts = world.HOSTS
        (row,) = self.rows(sa.select(hosts.c.id).where(hosts.c.name == name))
        return row.id

    def test_an_addition_costs_six_statements(self):
        one, two = self.make_groups('one', 'two')
        with self.count_statements() as counter:
            association.add_child(self.ctx, one, two)
        # Where each is, the lock, whether it is a circle, the pair, the entry.
        self.assertEqual(6, len(counter.statements), counter)

    def test_a_tree_costs_five_statements(self):
        parent, *children = self.make_groups('top', 'b', 'a')
        for child in children:
            association.add_child(self.ctx, parent, child)
        with self.count_statements() as counter:
            (root,) = group_tree.get(self.ctx, self.inventory.id)
        self.assertEqual(5, len(counter.statements), counter)
        self.assertEqual('top', root.group.name)
        self.assertEqual(
            ['a', 'b'], [branch.group.name for branch in root.children]
        )

    def test_a_tree_with_too_many_paths_is_refused(self):
        ids = self.make_groups(*(f'g{number:02}' for number in range(32)))
        pairs = [
            {'parent_id': parent, 'child_id': child}
            for row in range(0, 30, 2)
            for parent in ids[row : row + 2]
            for child in ids[row + 2 : row + 4]
        ]
        with self.database.engine.begin() as connection:
            connection.execute(world.CHILDREN.insert(), pairs)
        self.assertRaises(
            domain_errors.TreeTooLarge,
            group_tree.get,
            self.ctx,
            self.inventory.id,
        )
        # Lists and the refusal of circles do not care.
        self.assertRaises(
            domain_errors.CyclicalGroups,
            association.add_child,
            self.ctx,
            ids[30],
            ids[0],
        )

    def test_a_tree_that_is_too_deep_is_refused(self):
        ids = self.make_groups(*(f'g{number:03}' for number in range(102)))
        pairs = [
            {'parent_id': parent, 'child_id': child}
            for parent, child in zip(ids, ids[1:], strict=False)
        ]
        with self.database.engine.begin() as connection:
            connection.execute(world.CHILDREN.insert(), pairs)
        self.assertRaises(
            domain_errors.TreeTooLarge,
            group_tree.get,
            self.ctx,
            self.inventory.id,
        )


@base.on_every_database
class TestDeletion(_GroupTest):
    def test_contents_of_no_other_group_are_deleted_with_the_group(self):
        top, below, child, other = self.make_groups(
            'top', 'below', 'shared', 'other'
        )
        for edge in ((top, below), (top, child), (other, child)):
            association.add_child(self.ctx, *edge)
        self.make_host('goes', below)
        self.make_host('goes too', top, below)
        self.make_host('stays', child)
        self.make_host('stays too', below, other)
        self.make_host('never grouped')
        with self.count_statements() as counter:
            group_deletion.delete(self.ctx, top)
        self.assertEqual(7, len(counter.statements), counter)
        self.assertEqual(['other', 'shared'], self.names(group.page))
        self.assertEqual(
            ['never grouped', 'stays', 'stays too'], self.names(host.page)
        )

    def test_an_unknown_group_is_not_deleted(self):
        self.assertRaises(
            domain_errors.NoMatch, group_deletion.delete, self.ctx, 4711
        )


@base.on_every_database
class TestTransfer(_GroupTest):
    def setUp(self):
        super().setUp()
        self.other = world.make_inventory(self.ctx, 'Other')

    def test_a_host_moves_without_its_groups(self):
        (web,) = self.make_groups('web')
        host_id = self.make_host('h1', web)
        transfer.move_host_into(self.ctx, self.other.id, host_id)
        row = host.get(self.ctx, host_id)
        self.assertEqual(self.other.id, row.inventory.id)
        self.assertEqual(0, row.groups.count)

    def test_a_group_moves_without_its_links_and_hosts(self):
        top, group_id, below = self.make_groups('top', 'moved', 'below')
        association.add_child(self.ctx, top, group_id)
        association.add_child(self.ctx, group_id, below)
        self.make_host('h1', group_id)
        transfer.move_group_into(self.ctx, self.other.id, group_id)
        self.assertEqual(set(), self.edges())
        self.assertEqual([], self.names(host.page_of_group, group_id))

    def test_a_name_in_use_in_the_other_inventory_is_refused(self):
        host_id = self.make_host('h1')
        world.make_group(self.ctx, self.other.id, 'h1')
        self.assertRaises(
            domain_errors.NameTaken,
            transfer.move_host_into,
            self.ctx,
            self.other.id,
            host_id,
        )

    def test_two_inventories_can_exchange_rows_concurrently(self):
        here = self.make_host('here')
        there = world.make_host(self.ctx, self.other.id, 'there').id
        errors = self.at_once(
            (transfer.move_host_into, self.other.id, here),
            (transfer.move_host_into, self.inventory.id, there),
        )
        self.assertEqual([None, None], errors)
        self.assertEqual(
            ['there'], self.names(host.page_of_inventory, self.inventory.id)
        )

    def test_a_host_and_a_group_of_two_inventories_are_not_associated(self):
        (web,) = self.make_groups('web')
        foreign = world.make_host(self.ctx, self.other.id, 'h1').id
        for in_path in association.InPath:
            refusal = self.assertRaises(
                exceptions.Invalid,
                association.add_host,
                self.ctx,
                web,
                foreign,
                in_path,
            )
            self.assertIsInstance(refusal, domain_errors.DifferentInventories)

    def test_the_row_in_the_path_is_found_before_the_row_in_the_body(self):
        (web,) = self.make_groups('web')
        member = self.make_host('h1')
        nobody = 2**31 - 1
        in_path, in_body = domain_errors.NoMatch, domain_errors.NoSuchRelated
        group_first, member_first = association.InPath
        for operation in (association.add_host, association.remove_host):
            for group_id, host_id, direction, error, model in (
                (nobody, member, group_first, in_path, 'Group'),
                (nobody, member, member_first, in_body, 'Group'),
                (web, nobody, group_first, in_body, 'Host'),
                (web, nobody, member_first, in_path, 'Host'),
                (nobody, nobody, group_first, in_path, 'Group'),
                (nobody, nobody, member_first, in_path, 'Host'),
            ):
                refusal = self.assertRaises(
                    error, operation, self.ctx, group_id, host_id, direction
                )
                self.assertEqual(model, refusal.model)

    def test_both_directions_write_the_same_membership(self):
        (web,) = self.make_groups('web')
        member = self.make_host('h1')
        for add, remove in itertools.product(association.InPath, repeat=2):
            association.add_host(self.ctx, web, member, add)
            self.assertEqual(['h1'], self.names(host.page_of_group, web))
            association.remove_host(self.ctx, web, member, remove)
            self.assertEqual([], self.names(host.page_of_group, web))
