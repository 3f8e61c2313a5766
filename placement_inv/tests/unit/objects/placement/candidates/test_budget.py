"""The limits of one search: its time, its memory, its client."""

import testtools

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import budget
from placement_inv.objects.placement.candidates import errors


class _Clock:
    """A clock that only moves when a test moves it."""

    def __init__(self):
        self.now = 1000.0
        self.reads = 0

    def __call__(self):
        self.reads += 1
        return self.now


class TestTime(testtools.TestCase):
    def test_a_search_ends_at_the_limit_of_time(self):
        clock = _Clock()
        search_budget = budget.Budget(seconds=2.5, clock=clock)
        clock.now += 2.4
        search_budget.check()
        clock.now += 0.1
        failure = self.assertRaises(errors.BudgetExceeded, search_budget.check)
        self.assertIn('2.5 seconds', str(failure))
        self.assertEqual('placement.budget', failure.code)

    def test_counting_checks_the_time(self):
        clock = _Clock()
        search_budget = budget.Budget(seconds=1, clock=clock)
        clock.now += 1
        self.assertRaises(
            errors.BudgetExceeded, search_budget.add_candidates, 1, 1
        )

    def test_without_limits_the_clock_is_not_read(self):
        clock = _Clock()
        search_budget = budget.Budget(clock=clock)
        search_budget.check()
        search_budget.add_candidates(10**9, 100)
        search_budget.add_providers(10**9)
        self.assertEqual(0, clock.reads)


class TestMemory(testtools.TestCase):
    def test_a_candidate_counts_by_its_slots(self):
        for slots, most in ((1, 927), (3, 526)):
            search_budget = budget.Budget(megabytes=1)
            search_budget.add_candidates(most, slots)
            failure = self.assertRaises(
                errors.BudgetExceeded, search_budget.add_candidates, 1, slots
            )
            self.assertIn('1 megabytes of memory', str(failure))

    def test_providers_count_in_addition_to_candidates(self):
        search_budget = budget.Budget(megabytes=1)
        search_budget.add_candidates(900, 1)
        search_budget.add_providers(10)
        self.assertRaises(
            errors.BudgetExceeded, search_budget.add_providers, 10
        )


class TestClient(testtools.TestCase):
    def test_a_search_ends_when_the_client_has_left(self):
        search_budget = budget.Budget(client_has_left=lambda: True)
        self.assertRaises(exceptions.ClientLeft, search_budget.check)

    def test_the_connection_is_checked_at_intervals(self):
        clock, checks = _Clock(), []
        search_budget = budget.Budget(
            client_has_left=lambda: checks.append(clock.now), clock=clock
        )
        for _ in range(1000):
            search_budget.check()
        self.assertEqual(1, len(checks))
        clock.now += 0.1
        search_budget.check()
        self.assertEqual(2, len(checks))
