"""The preview of the hosts of a smart inventory, on every database."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts import filter_preview
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestFilterPreview(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.first, self.second = (
            world.make_inventory(self.ctx, name) for name in ('One', 'Two')
        )
        self.older, self.newer = (
            world.make_host(self.ctx, inventory.id, 'web').id
            for inventory in (self.first, self.second)
        )
        self.db = world.make_host(self.ctx, self.second.id, 'db').id

    def _get(self, text, organization=None, **query):
        return filter_preview.get(
            self.ctx,
            host_filter.HostFilter(text),
            organization,
            list_page.Query(**query),
        )

    def _ids(self, preview):
        return [row.id for row in preview.page.rows]

    def test_a_newer_host_of_the_same_name_is_hidden(self):
        preview = self._get('id__gt=0')
        self.assertEqual([self.db, self.older], self._ids(preview))
        self.assertEqual(1, preview.hidden_count)
        self.assertEqual(
            (
                filter_preview.HiddenHost(
                    self.newer, 'web', self.second.id, self.older
                ),
            ),
            preview.hidden,
        )

    def test_an_organization_limits_the_matches(self):
        for key in (self.second.organization.id, ('Two Ltd',)):
            preview = self._get('name=web', key)
            self.assertEqual([self.newer], self._ids(preview))
            self.assertEqual((0, ()), (preview.hidden_count, preview.hidden))
        error = self.assertRaises(
            errors.NoSuchOrganization, self._get, 'name=web', ('Three',)
        )
        self.assertEqual(['organization'], list(error.fields))

    def test_hidden_hosts_do_not_depend_on_the_page(self):
        preview = self._get('id__gt=0', page=2, size=1)
        self.assertEqual([self.older], self._ids(preview))
        self.assertEqual((2, 1), (preview.page.count, preview.hidden_count))

    def test_a_filter_must_be_present_and_valid(self):
        self.assertRaises(errors.HostFilterRequired, self._get, '')
        error = self.assertRaises(
            errors.InvalidHostFilter, self._get, 'bogus=1'
        )
        self.assertEqual(
            (1, 1, 'bogus=1\n^^^^^'),
            (
                error.diagnostic.line,
                error.diagnostic.column,
                error.diagnostic.marked_line,
            ),
        )
