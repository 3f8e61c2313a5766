"""The cells of a subtree contain every valid choice exactly once."""

import collections
import itertools

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement.candidates import subtree

#: 0 is a root with children 1 and 2; 3 and 4 lie below 1, 5 below 2.
_PARENTS = {1: 0, 2: 0, 3: 1, 4: 1, 5: 2}
_OPTIONS = st.lists(
    st.lists(st.integers(0, 6), min_size=1, unique=True),
    min_size=3,
    max_size=3,
)
_SUBTREES = st.lists(
    st.sampled_from(((0, 1), (1, 2), (0, 2), (0, 1, 2))), max_size=2
)


def _ancestry(provider):
    ancestors = [provider]
    while ancestors[-1] in _PARENTS:
        ancestors.append(_PARENTS[ancestors[-1]])
    return ancestors


def _is_valid(choice, members):
    providers = [choice[slot] for slot in members]
    return any(
        all(top in _ancestry(provider) for provider in providers)
        for top in providers
    )


class TestCells(testtools.TestCase):
    @hypothesis.given(options=_OPTIONS, subtrees=_SUBTREES)
    def test_each_valid_choice_is_in_one_cell(self, options, subtrees):
        expected = [
            choice
            for choice in itertools.product(*options)
            if all(_is_valid(choice, members) for members in subtrees)
        ]
        choices = [
            choice
            for cell in subtree.cells(options, tuple(subtrees), _PARENTS)
            for choice in itertools.product(*cell)
        ]
        self.assertEqual(
            collections.Counter(expected), collections.Counter(choices)
        )
