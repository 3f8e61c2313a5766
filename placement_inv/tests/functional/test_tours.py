"""The tours in README.rst and in the docs say what really happens."""

import shutil
import unittest

from placement_inv.tests.fixtures import tour
from placement_inv.tests.servers import variables


class TestTours(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        for program in ('bash', 'curl', 'python3'):
            if shutil.which(program) is None:
                if variables.in_ci():
                    self.fail(f'no {program}')
                self.skipTest(f'no {program}: it is what the tour is told in')

    def test_every_command_of_the_readme_says_what_is_shown(self):
        self._check('README.rst')

    def test_every_command_of_what_users_ask_says_what_is_shown(self):
        self._check('what-users-ask.rst')

    def _check(self, name):
        (page,) = (each for each in tour.PAGES if each.name == name)
        steps = tour.steps(page.read_text())
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
