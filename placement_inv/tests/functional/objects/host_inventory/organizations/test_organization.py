"""Organizations: lists, single organizations, changes."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestOrganization(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.one = self._create('one')

    def _create(self, name, **values):
        return organization.create(
            self.ctx,
            {'name': name, 'description': '', 'max_hosts': 0, **values},
        )

    def test_an_organization_is_found_by_id_and_by_name(self):
        self.assertEqual(self.one, organization.get(self.ctx, self.one.id))
        self.assertEqual(self.one, organization.get(self.ctx, ('one',)))
        self.assertEqual(self.one.id, organization.resolve(self.ctx, ('one',)))
        for key in (self.one.id + 1, ('two',), ('one', 'one')):
            self.assertRaises(errors.NoMatch, organization.get, self.ctx, key)

    def test_a_name_is_unique(self):
        two = self._create('two')
        self.assertRaises(errors.OrganizationExists, self._create, 'one')
        self.assertRaises(
            errors.OrganizationExists,
            organization.update,
            self.ctx,
            two.id,
            {'name': 'one'},
        )
        self.assertEqual('two', organization.get(self.ctx, two.id).name)

    def test_an_update_changes_only_the_named_columns(self):
        row = organization.update(self.ctx, ('one',), {'description': 'new'})
        self.assertEqual(('one', 'new'), (row.name, row.description))
        self.assertEqual(row, organization.get(self.ctx, self.one.id))

    def test_a_deletion_includes_the_inventories(self):
        world.make_inventory(self.ctx)
        organization.delete(self.ctx, ('Production Ltd',))
        self.assertEqual([], self.rows(world.INVENTORIES.select()))
        page = organization.page(self.ctx, list_page.Query())
        self.assertEqual(['one'], [row.name for row in page.rows])
