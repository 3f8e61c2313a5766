"""The tours in README.rst and in the docs show the real output."""

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
                self.skipTest(f'no {program}, which the tour uses')

    def test_every_command_of_the_readme_prints_the_shown_output(self):
        self._check('README.rst')

    def test_every_command_of_what_users_ask_prints_the_shown_output(self):
        self._check('what-users-ask.rst')

    def _check(self, name):
        (page,) = (each for each in tour.PAGES if each.name == name)
        steps = tour.steps(page.read_text())
        self.assertGreater(len(steps), 20)
        with tour.sample_world() as (url, home):
            outputs = tour.run([step.command for step in steps], url, home)
        self.assertEqual(len(steps), len(outputs), outputs)
        for step, lines in zip(steps, outputs, strict=True):
            self.assertEqual(
                tour.mask_request_ids(step.output),
                tour.mask_request_ids(lines),
                step.command,
            )
