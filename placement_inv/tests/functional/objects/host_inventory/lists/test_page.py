"""Pages of lists on every database: numbers, counts, order and filters."""

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestPage(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        for name, text in (('a', 'x'), ('b', 'y'), ('c', 'x')):
            world.make_group(
                self.ctx, self.inventory.id, name, description=text
            )

    def _page(self, **query):
        return group.page(self.ctx, list_page.Query(**query))

    def _names(self, **query):
        return [row.name for row in self._page(**query).rows]

    def test_pages_with_numbers_make_up_the_list(self):
        self.assertEqual(
            [['a', 'b'], ['c']],
            [self._names(page=number, size=2) for number in (1, 2)],
        )
        last = self._page(page=list_page.LAST, size=2)
        self.assertEqual((2, 3, 2), (last.number, last.count, last.last))
        for number in (0, 3):
            self.assertRaises(
                errors.InvalidPage, self._page, page=number, size=2
            )

    def test_an_empty_list_has_one_page(self):
        term = smartfilter.Parameter('name', 'none')
        page = self._page(terms=(term,), page=list_page.LAST)
        self.assertEqual(
            ((), 0, 1, 1), (page.rows, page.count, page.number, page.last)
        )

    def test_a_page_without_count_tells_whether_there_is_another(self):
        for number, names, more in (
            (1, ['a', 'b'], True),
            (2, ['c'], False),
            (3, [], False),
        ):
            page = self._page(page=number, size=2, with_count=False)
            self.assertEqual(
                (None, names, more),
                (page.count, [row.name for row in page.rows], page.more),
            )

    def test_rows_with_equal_keys_are_ordered_by_id(self):
        self.assertEqual(
            ['b', 'a', 'c'], self._names(order_by=('-description',))
        )
        self.assertEqual(
            ['c', 'a', 'b'], self._names(order_by=('description', '-name'))
        )

    def test_an_order_has_a_bound_and_known_fields(self):
        keys = ('name', 'description') * 8
        self.assertEqual(3, len(self._names(order_by=keys)))
        for order_by in ((*keys, 'id'), ('bogus',), ('-',)):
            self.assertRaises(
                errors.InvalidFilter, self._page, order_by=order_by
            )

    def test_types_select_all_rows_or_none(self):
        self.assertEqual(3, len(self._names(types=('host', 'group'))))
        self.assertEqual([], self._names(types=('host',)))

    def test_a_cursor_needs_an_order_by_columns_that_are_never_null(self):
        place = keyset.Place()
        page = self._page(after=place, size=2)
        self.assertEqual(['a', 'b'], [row.name for row in page.rows])
        self.assertEqual(['c'], self._names(after=page.next_place, size=2))
        self.assertRaises(
            errors.InvalidFilter,
            self._page,
            after=place,
            order_by=('inventory__name',),
        )

    def test_a_term_about_pending_deletion_shows_pending_rows(self):
        deletion.schedule(self.ctx, self.inventory.id)
        for terms, count in (
            ((), 0),
            ((smartfilter.Parameter('pending_deletion', 'true'),), 1),
        ):
            query = list_page.Query(terms=terms, hides_pending=True)
            page = host_inventory.page(self.ctx, query)
            self.assertEqual(count, page.count)
