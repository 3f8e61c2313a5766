"""Which groups go with one, by the book and by a slower road."""

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)

#: Pairs from a lower to a higher number cannot make a circle.
_EDGES = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(
        lambda edge: edge[0] < edge[1]
    ),
    max_size=16,
)


def _find_descendants(start, edges):
    descendants = {child for parent, child in edges if parent == start}
    for child in set(descendants):
        descendants |= _find_descendants(child, edges)
    return descendants


def _slowly(start, edges):
    """Delete group by group whoever has no parent left, until none is."""
    group_ids = {start}
    while True:
        more = {
            child
            for child in _find_descendants(start, edges) - group_ids
            if all(parent in group_ids for parent, c in edges if c == child)
        }
        if not more:
            return group_ids
        group_ids |= more


class TestDoomedWith(testtools.TestCase):
    @given(st.integers(0, 7), _EDGES)
    def test_the_rows_are_those_of_deletions_one_at_a_time(self, start, edges):
        below = _find_descendants(start, edges)
        relevant = [edge for edge in edges if edge[1] in below]
        self.assertEqual(
            _slowly(start, edges),
            group_deletion.find_ids_to_delete(start, relevant),
        )
