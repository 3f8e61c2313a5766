"""Creation and deletion of many hosts in one transaction."""

from concurrent import futures

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


def _hosts(names):
    return [
        {
            'name': name,
            'description': '',
            'enabled': True,
            'instance_id': '',
            'variables': '{"a": 1}',
        }
        for name in names
    ]


@base.on_every_database
class TestBulk(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def _names(self):
        return {name for (name,) in self.rows(sa.select(world.HOSTS.c.name))}

    def _create(self, names):
        return bulk_create_delete.create(
            self.ctx, self.inventory.id, _hosts(names)
        )

    def test_the_statements_do_not_grow_with_the_hosts(self):
        with self.count_statements() as few:
            self._create(['a', 'b'])
        with self.count_statements() as many:
            new_rows = self._create([f'h{number}' for number in range(1000)])
        self.assertEqual(len(few.statements), len(many.statements), many)
        # The inventory, groups' names, hosts' names, the hosts, an entry, and
        # the ids where inserting does not tell them.
        tells = self.backend == 'postgresql'
        self.assertEqual(5 if tells else 6, len(many.statements), many)
        ids = [host_id for host_id, _values in new_rows]
        with self.count_statements() as deleting:
            bulk_create_delete.delete(self.ctx, ids)
        self.assertEqual(5, len(deleting.statements), deleting)
        self.assertEqual({'a', 'b'}, self._names())

    def test_each_name_is_returned_with_its_id(self):
        new_rows = self._create(['z', 'a', 'm'])
        ids = self.rows(sa.select(world.HOSTS.c.name, world.HOSTS.c.id))
        self.assertEqual(
            dict(ids), {values['name']: row_id for row_id, values in new_rows}
        )
        self.assertEqual('zam', ''.join(v['name'] for _id, v in new_rows))

    def test_a_duplicate_name_creates_no_host(self):
        world.make_host(self.ctx, self.inventory.id, 'b')
        self.assertRaises(errors.HostnamesTaken, self._create, ['a', 'b', 'c'])
        self.assertEqual({'b'}, self._names())

    def test_an_unknown_id_deletes_no_host(self):
        (host_id, _values), *_ = self._create(['a', 'b'])
        self.assertRaises(
            exceptions.InvalidFields,
            bulk_create_delete.delete,
            self.ctx,
            [host_id, 10**6],
        )
        self.assertEqual({'a', 'b'}, self._names())

    def test_hosts_of_several_inventories_are_deleted_together(self):
        other = world.make_inventory(self.ctx, 'Other')
        strange = world.make_host(self.ctx, other.id, 'there').id
        (here, _values), *_ = self._create(['here', 'stays'])
        self.assertEqual(
            {strange: 'there', here: 'here'},
            bulk_create_delete.delete(self.ctx, [strange, here]),
        )
        self.assertEqual({'stays'}, self._names())

    def test_one_of_several_requests_with_the_same_names_succeeds(self):
        names = [f'h{number}' for number in range(50)]

        def create(_number):
            ctx = self.make_context()
            try:
                bulk_create_delete.create(
                    ctx, self.inventory.id, _hosts(names)
                )
            except errors.HostnamesTaken:
                return 'taken'
            return 'made'

        with futures.ThreadPoolExecutor(4) as threads:
            outcomes = sorted(threads.map(create, range(4)))
        self.assertEqual(['made', 'taken', 'taken', 'taken'], outcomes)
        self.assertEqual(set(names), self._names())
