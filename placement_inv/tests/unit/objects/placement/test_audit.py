"""The roots that parents lead to, in trees and in circles."""

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement import audit


@st.composite
def _parents(draw):
    """Return {id: the id of its parent, or None}, with circles."""
    ids = range(1, draw(st.integers(1, 8)) + 1)
    return {key: draw(st.sampled_from((None, *ids))) for key in ids}


def _walk(parents, key):
    """Return the root within as many steps as there are nodes."""
    for _ in parents:
        if parents[key] is None:
            return key
        key = parents[key]
    return None


class TestRoots(testtools.TestCase):
    @hypothesis.given(_parents())
    def test_the_roots_are_those_of_a_step_by_step_search(self, parents):
        self.assertEqual(
            {key: _walk(parents, key) for key in parents},
            audit.find_roots(parents),
        )

    def test_a_node_below_a_cycle_has_no_root(self):
        roots = audit.find_roots({1: 2, 2: 1, 3: 1, 4: None, 5: 4})
        self.assertEqual({1: None, 2: None, 3: None, 4: 4, 5: 4}, roots)
