"""Groups on every database: names, lists and changes."""

from placement_inv import exceptions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestGroup(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def _create(self, name, **values):
        return world.make_group(self.ctx, self.inventory.id, name, **values)

    def _names(self, page, *arguments):
        result = page(self.ctx, *arguments, list_page.Query())
        return [row.name for row in result.rows]

    def test_an_invalid_name_is_refused(self):
        world.make_host(self.ctx, self.inventory.id, 'web1')
        self._create('web')
        for name, error in (
            ('all', errors.InvalidGroupName),
            ('_meta', errors.InvalidGroupName),
            ('__ansible_x', errors.InvalidGroupName),
            ('web1', errors.NameTaken),
            ('web', errors.AlreadyExists),
        ):
            self.assertRaises(error, self._create, name)
            other = self._create(f'free-{name}')
            self.assertRaises(
                error, group.update, self.ctx, other.id, {'name': name}
            )

    def test_a_group_needs_an_inventory_that_accepts_groups(self):
        error = self.assertRaises(
            errors.NoSuchInventory, world.make_group, self.ctx, 0, 'web'
        )
        self.assertEqual(['inventory'], list(error.fields))
        smart = world.make_inventory(
            self.ctx, 'Smart', kind='smart', host_filter='name=x'
        )
        self.assertRaises(
            errors.NotForKind, world.make_group, self.ctx, smart.id, 'web'
        )

    def test_variables_must_be_a_mapping(self):
        web = self._create('web', variables='a: 1')
        for call in (
            lambda: self._create('bad', variables='- a'),
            lambda: group.update(self.ctx, web.id, {'variables': '[1]'}),
        ):
            self.assertRaises(errors.InvalidVariables, call)
        self.assertEqual('a: 1', group.get(self.ctx, web.id).variables)

    def test_a_change_compares_the_generation(self):
        web = self._create('web')
        www = group.update(
            self.ctx,
            web.id,
            {'name': 'www'},
            generations.Precondition(web.generation),
        )
        self.assertEqual(
            ('www', web.generation + 1), (www.name, www.generation)
        )
        self.assertRaises(
            exceptions.ConcurrentUpdate,
            group.update,
            self.ctx,
            web.id,
            {'name': 'other'},
            generations.Precondition(web.generation),
        )

    def test_a_group_is_found_by_its_names(self):
        web = self._create('web')
        key = ('web', 'Production', 'Production Ltd')
        self.assertEqual(web.id, group.resolve(self.ctx, key))
        self.assertEqual(web, group.get(self.ctx, key))
        self.assertRaises(errors.NoMatch, group.get, self.ctx, 0)

    def test_each_list_has_the_groups_of_its_owner(self):
        top, web, alone = (
            self._create(name).id for name in ('top', 'web', 'alone')
        )
        association.add_child(self.ctx, top, web)
        host_id = world.make_host(self.ctx, self.inventory.id, 'h1').id
        association.add_host(self.ctx, web, host_id)
        other = world.make_inventory(self.ctx, 'Other')
        world.make_group(self.ctx, other.id, 'elsewhere')
        for names, page, *arguments in (
            (['alone', 'elsewhere', 'top', 'web'], group.page),
            (
                ['alone', 'top', 'web'],
                group.page_of_inventory,
                self.inventory.id,
            ),
            (['alone', 'top'], group.page_of_roots, self.inventory.id),
            (['web'], group.page_of_children, top),
            (['alone'], group.page_of_potential_children, top),
            (['alone'], group.page_of_potential_children, web),
            (['top', 'web'], group.page_of_potential_children, alone),
            (['web'], group.page_of_host, host_id),
            (['top', 'web'], group.page_above_host, host_id),
        ):
            self.assertEqual(names, self._names(page, *arguments), page)
