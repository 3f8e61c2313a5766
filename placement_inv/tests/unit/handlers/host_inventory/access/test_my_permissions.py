"""`/me/permissions/`: filters and pages."""

import testtools

from placement_inv.handlers.host_inventory.access import my_permissions
from placement_inv.handlers.host_inventory.access import permissions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import page as list_page


def _permission(path='/api/v2/hosts', family='host-inventory', allowed=True):
    operation = permissions.Operation(family, 'GET', path, 'rule')
    return permissions.Permission(operation, 'check', False, allowed, {})


class TestFilters(testtools.TestCase):
    def _matches(self, parameters, *row, **fields):
        return my_permissions._parse_filters(parameters)(
            _permission(*row, **fields)
        )

    def test_family(self):
        parameters = {'family': 'placement'}
        self.assertFalse(self._matches(parameters))
        self.assertTrue(self._matches(parameters, family='placement'))

    def test_allowed(self):
        parameters = {'allowed': 'false'}
        self.assertFalse(self._matches(parameters))
        self.assertTrue(self._matches(parameters, allowed=False))

    def test_operation_is_a_part_in_any_case(self):
        parameters = {'operation': 'get /API/v2/h'}
        self.assertTrue(self._matches(parameters))
        self.assertFalse(self._matches(parameters, '/api/v2/groups'))

    def test_what_is_refused(self):
        for parameters in (
            {'family': 'compute'},
            {'allowed': 'True'},
            {'search': 'x'},
        ):
            self.assertRaises(
                errors.InvalidFilter, my_permissions._parse_filters, parameters
            )


class TestPages(testtools.TestCase):
    def _cut(self, count, number, size=2):
        query = list_page.Query(page=number, size=size)
        return my_permissions._cut(list(range(count)), query)

    def test_pages(self):
        page = self._cut(3, 1)
        self.assertEqual(((0, 1), 3, True), (page.rows, page.count, page.more))
        page = self._cut(3, 2)
        self.assertEqual(((2,), False), (page.rows, page.more))
        self.assertEqual((2,), self._cut(3, list_page.LAST).rows)

    def test_an_empty_list_has_one_page(self):
        self.assertEqual((), self._cut(0, 1).rows)
        self.assertRaises(errors.InvalidPage, self._cut, 0, 2)
