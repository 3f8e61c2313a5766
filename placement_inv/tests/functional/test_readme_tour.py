"""The tour in README.rst says what really happens."""

import shutil
import unittest

from placement_inv.tests.fixtures import tour
from placement_inv.tests.servers import variables


class TestTour(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        for program in ('bash', 'curl', 'python3'):
            if shutil.which(program) is None:
                if variables.in_ci():
                    self.fail(f'no {program}')
                self.skipTest(f'no {program}: it is what the tour is told in')

    def test_every_command_says_what_the_readme_shows(self):
        steps = tour.steps(tour.README.read_text())
        self.assertGreater(len(steps), 20)
        with tour.sample_world() as (url, home):
            said = tour.run([step.command for step in steps], url, home)
        self.assertEqual(len(steps), len(said), said)
        for step, lines in zip(steps, said, strict=True):
            self.assertEqual(
                tour.without_chance(step.says),
                tour.without_chance(lines),
                step.command,
            )
