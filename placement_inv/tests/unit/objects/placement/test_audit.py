"""Where parents lead, in trees and in what should have been one."""

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement import audit


@st.composite
def _parents(draw):
    """Return {id: its parent's id, or None}, circles and all."""
    ids = range(1, draw(st.integers(1, 8)) + 1)
    return {key: draw(st.sampled_from((None, *ids))) for key in ids}


def _walked(parents, key):
    """Return the root that is met within as many steps as there are nodes."""
    for _ in parents:
        if parents[key] is None:
            return key
        key = parents[key]
    return None


class TestRoots(testtools.TestCase):
    @hypothesis.given(_parents())
    def test_a_root_is_where_the_steps_end(self, parents):
        self.assertEqual(
            {key: _walked(parents, key) for key in parents},
            audit.find_roots(parents),
        )

    def test_who_hangs_below_a_circle_has_no_root_either(self):
        found = audit.find_roots({1: 2, 2: 1, 3: 1, 4: None, 5: 4})
        self.assertEqual({1: None, 2: None, 3: None, 4: 4, 5: 4}, found)
