"""A matching refuses choices that lead to no complete combination."""

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
    def test_a_choice_is_accepted_if_and_only_if_it_has_a_solution(
        self, options, limits, data
    ):
        solutions = _solutions(options, limits)
        hosts = matching.Matching(
            dict(enumerate(options)), dict(enumerate(limits))
        )
        self.assertEqual(bool(solutions), hosts.start())
        choices = []
        while solutions and len(choices) < len(options):
            slot = len(choices)
            for provider in data.draw(st.permutations(options[slot])):
                remaining = [s for s in solutions if s[slot] == provider]
                is_accepted = hosts.take(slot, provider)
                self.assertEqual(bool(remaining), is_accepted)
                if not is_accepted:
                    continue
                if data.draw(st.booleans()):
                    hosts.give_back(slot, provider)
                    continue
                choices.append(provider)
                solutions = remaining
                break
            else:
                break

    def test_slots_without_options_are_always_accepted(self):
        hosts = matching.Matching({0: [1]}, {1: 1})
        self.assertTrue(hosts.start())
        self.assertTrue(hosts.take(7, 1))
        hosts.give_back(7, 1)


class TestIsolation(testtools.TestCase):
    def test_each_slot_has_a_provider_of_its_own(self):
        hosts = matching.Isolation({0: ['a', 'b'], 1: ['a']})
        self.assertTrue(hosts.start())
        self.assertFalse(hosts.take(0, 'a'))
        self.assertTrue(hosts.take(0, 'b'))

    def test_a_provider_is_free_or_taken(self):
        hosts = matching.Isolation({0: ['a', 'b'], 1: ['a']})
        hosts.start()
        hosts.take(0, 'b')
        self.assertFalse(hosts.state_of('a', 1))
        self.assertTrue(hosts.state_of('b', 1))
        self.assertFalse(hosts.state_of('c', 1))
