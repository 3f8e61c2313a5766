"""Pages by cursor make up the list while rows are added."""

import hypothesis
from hypothesis import strategies

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_ORDERS = strategies.lists(
    strategies.sampled_from(
        ('name', '-name', 'description', '-description', '-id', 'created')
    ),
    max_size=3,
).map(tuple)


@base.on_every_database
class TestKeyset(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def _make(self, name, description=''):
        return world.make_group(
            self.ctx, self.inventory.id, name, description=description
        ).id

    def _pages(self, size, order_by=(), between=lambda: None):
        after = keyset.Place()
        while after is not None:
            page = group.page(
                self.ctx,
                list_page.Query(
                    size=size, with_count=False, order_by=order_by, after=after
                ),
            )
            yield [row.id for row in page.rows]
            after = page.next_place
            between()

    def test_pages_make_up_the_list_in_any_order(self):
        for number in range(9):
            self._make(f'{"Aa"[number % 2]}ü{number}', 'xyz'[number % 3])

        @hypothesis.given(strategies.integers(1, 10), _ORDERS)
        @hypothesis.settings(max_examples=20)
        def compare(size, order_by):
            whole = group.page(self.ctx, list_page.Query(order_by=order_by))
            pages = list(self._pages(size, order_by))
            self.assertEqual([row.id for row in whole.rows], sum(pages, []))
            self.assertTrue(all(len(page) == size for page in pages[:-1]))

        compare()

    def test_new_rows_do_not_move_the_others(self):
        first_names = [self._make(name) for name in 'bdfhjl']
        names = iter('acegik')

        page_names = sum(
            self._pages(2, ('name',), lambda: self._make(next(names))), []
        )
        self.assertEqual(
            first_names, [each for each in page_names if each in first_names]
        )
        self.assertEqual(len(page_names), len(set(page_names)))

    def test_a_cursor_of_another_list_is_refused(self):
        for values in (('a',), (1, 1), ('a', 'b'), ('a', True), ('a\0', 1)):
            query = list_page.Query(after=keyset.Place(values))
            self.assertRaises(
                errors.InvalidCursor, group.page, self.ctx, query
            )
