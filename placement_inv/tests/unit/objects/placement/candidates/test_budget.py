"""A budget ends what takes too much, and costs nothing where there is none."""

import testtools

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import budget
from placement_inv.objects.placement.candidates import errors


class _Clock:
    """A clock that stands still between two looks, unless told otherwise."""

    def __init__(self):
        self.now = 1000.0
        self.looks = 0

    def __call__(self):
        self.looks += 1
        return self.now


class TestTime(testtools.TestCase):
    def test_it_is_over_at_the_limit_and_not_before(self):
        clock = _Clock()
        its_budget = budget.Budget(seconds=2.5, clock=clock)
        clock.now += 2.4
        its_budget.check()
        clock.now += 0.1
        failure = self.assertRaises(errors.BudgetExceeded, its_budget.check)
        self.assertIn('2.5 seconds', str(failure))
        self.assertEqual('placement.budget', failure.code)

    def test_counting_looks_at_it_too(self):
        clock = _Clock()
        its_budget = budget.Budget(seconds=1, clock=clock)
        clock.now += 1
        self.assertRaises(
            errors.BudgetExceeded, its_budget.add_candidates, 1, 1
        )

    def test_without_limits_nobody_looks_at_the_clock(self):
        clock = _Clock()
        its_budget = budget.Budget(clock=clock)
        its_budget.check()
        its_budget.add_candidates(10**9, 100)
        its_budget.add_providers(10**9)
        self.assertEqual(0, clock.looks)


class TestMemory(testtools.TestCase):
    def test_candidates_count_by_their_slots(self):
        for slots, most in ((1, 927), (3, 526)):
            its_budget = budget.Budget(megabytes=1)
            its_budget.add_candidates(most, slots)
            failure = self.assertRaises(
                errors.BudgetExceeded, its_budget.add_candidates, 1, slots
            )
            self.assertIn('1 megabytes of memory', str(failure))

    def test_providers_count_beside_candidates(self):
        its_budget = budget.Budget(megabytes=1)
        its_budget.add_candidates(900, 1)
        its_budget.add_providers(10)
        self.assertRaises(errors.BudgetExceeded, its_budget.add_providers, 10)


class TestClient(testtools.TestCase):
    def test_its_leaving_is_no_failure_of_the_service(self):
        its_budget = budget.Budget(client_has_left=lambda: True)
        self.assertRaises(exceptions.ClientLeft, its_budget.check)

    def test_the_kernel_is_asked_now_and_then(self):
        clock, looks = _Clock(), []
        its_budget = budget.Budget(
            client_has_left=lambda: looks.append(clock.now), clock=clock
        )
        for _ in range(1000):
            its_budget.check()
        self.assertEqual(1, len(looks))
        clock.now += 0.1
        its_budget.check()
        self.assertEqual(2, len(looks))
