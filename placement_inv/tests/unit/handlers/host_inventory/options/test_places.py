import testtools

from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.options import places
from placement_inv.handlers.host_inventory.options import resources


def _names(place, method, version=versions.history.last):
    return [field.name for field in places.list_fields(place, method, version)]


class TestPlaces(testtools.TestCase):
    def test_each_kind_of_path_has_a_title(self):
        names = {
            '/api/v2': 'Version 2',
            '/api/v2/ping': 'Ping',
            '/api/v2/inventories': 'Inventory List',
            '/api/v2/inventories/{id}': 'Inventory Detail',
            '/api/v2/inventories/{id}/script': 'Inventory Script',
            '/api/v2/groups/{id}/all_hosts': 'Group Host List',
            '/api/v2/bulk/host_create': 'Bulk Host Create',
            '/api/v2/inventory_sources/{id}/update': 'Inventory Source Update',
        }
        self.assertEqual(
            names, {path: places.parse_pattern(path).name for path in names}
        )

    def test_every_route_has_a_title(self):
        for pattern in routes.ROUTES:
            self.assertNotEqual('', places.parse_pattern(pattern).name)

    def test_only_sublists_take_rows_by_their_ids(self):
        attaching = {
            pattern
            for pattern in routes.ROUTES
            if places.parse_pattern(pattern).takes_ids
        }
        self.assertIn('/api/v2/groups/{id}/hosts', attaching)
        self.assertNotIn('/api/v2/hosts', attaching)
        self.assertNotIn(
            '/api/v2/inventories/{id}/inventory_sources', attaching
        )

    def test_a_sublist_needs_no_inventory_in_the_body(self):
        self.assertEqual(
            {'inventory'},
            places.parse_pattern('/api/v2/hosts/{id}/groups').path_fields,
        )
        self.assertEqual(
            set(), places.parse_pattern('/api/v2/groups').path_fields
        )


class TestFields(testtools.TestCase):
    def test_a_field_exists_from_its_version_on(self):
        place = places.parse_pattern('/api/v2/inventories')
        self.assertNotIn('kind', _names(place, 'POST', versions.FIRST))
        self.assertIn('kind', _names(place, 'POST'))
        self.assertNotIn('deletion', _names(place, 'GET', versions.FIRST))
        self.assertIn('deletion', _names(place, 'GET'))

    def test_fields_of_updates_are_not_posted(self):
        place = places.parse_pattern('/api/v2/hosts/{id}')
        self.assertIn('generation', _names(place, 'PUT'))
        place = places.parse_pattern('/api/v2/hosts')
        self.assertNotIn('generation', _names(place, 'POST'))

    def test_fields_that_updates_ignore_are_not_put(self):
        place = places.parse_pattern('/api/v2/groups/{id}')
        self.assertNotIn('inventory', _names(place, 'PUT'))

    def test_lists_leave_out_fields_of_the_detail(self):
        lists = places.parse_pattern('/api/v2/inventory_updates')
        alone = places.parse_pattern('/api/v2/inventory_updates/{id}')
        self.assertNotIn('job_args', _names(lists, 'GET'))
        self.assertIn('job_args', _names(alone, 'GET'))

    def test_a_path_without_rows_can_have_a_form(self):
        place = places.parse_pattern('/api/v2/bulk/host_create')
        self.assertEqual(['inventory', 'hosts'], _names(place, 'POST'))
        self.assertEqual([], _names(place, 'GET'))

    def test_a_path_without_rows_shows_no_fields(self):
        place = places.parse_pattern('/api/v2/inventories/{id}/script')
        self.assertEqual([], _names(place, 'GET'))

    def test_no_resource_names_a_field_twice(self):
        for resource in resources.LISTS.values():
            names = [field.name for field in resource.fields]
            self.assertEqual(sorted(set(names)), sorted(names), resource.kind)
