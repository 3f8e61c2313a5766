"""A matching tells dead ends from ways that go on."""

import itertools

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement.candidates import matching

_PROVIDERS = range(4)
_OPTIONS = st.lists(
    st.lists(st.sampled_from(_PROVIDERS), min_size=1, unique=True),
    min_size=1,
    max_size=5,
)
_LIMITS = st.lists(st.integers(0, 2), min_size=4, max_size=4)


def _solutions(options, limits):
    """Return all choices that no provider hosts too many of."""
    return [
        choice
        for choice in itertools.product(*options)
        if all(choice.count(p) <= limits[p] for p in _PROVIDERS)
    ]


class TestMatching(testtools.TestCase):
    @hypothesis.given(options=_OPTIONS, limits=_LIMITS, data=st.data())
    def test_a_choice_is_taken_if_and_only_if_it_leads_somewhere(
        self, options, limits, data
    ):
        solutions = _solutions(options, limits)
        hosts = matching.Matching(
            dict(enumerate(options)), dict(enumerate(limits))
        )
        self.assertEqual(bool(solutions), hosts.start())
        chosen = []
        while solutions and len(chosen) < len(options):
            slot = len(chosen)
            for provider in data.draw(st.permutations(options[slot])):
                leading = [s for s in solutions if s[slot] == provider]
                taken = hosts.take(slot, provider)
                self.assertEqual(bool(leading), taken)
                if not taken:
                    continue
                if data.draw(st.booleans()):
                    hosts.give_back(slot, provider)
                    continue
                chosen.append(provider)
                solutions = leading
                break
            else:
                break

    def test_it_does_not_mind_slots_it_does_not_know(self):
        hosts = matching.Matching({0: [1]}, {1: 1})
        self.assertTrue(hosts.start())
        self.assertTrue(hosts.take(7, 1))
        hosts.give_back(7, 1)
