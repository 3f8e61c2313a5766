"""The commands of the page "Identity and tenants" print what it shows."""

import os
import pathlib
import shutil
import sys
import tempfile
import unittest
from unittest import mock

from placement_inv.tests.fixtures import command
from placement_inv.tests.fixtures import tour
from placement_inv.tests.servers import variables

_PAGE = pathlib.Path(__file__).parents[4] / 'doc' / 'source' / 'identity.rst'


class TestIdentityPage(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        for program in ('bash', 'curl', 'python3'):
            if shutil.which(program) is None:
                if variables.in_ci():
                    self.fail(f'no {program}')
                self.skipTest(f'no {program}, which the page uses')

    def test_every_command_prints_the_shown_output(self):
        steps = tour.steps(_PAGE.read_text(encoding='utf-8'))
        self.assertGreater(len(steps), 8)
        # The page calls the command of this environment.
        path = f'{pathlib.Path(sys.executable).parent}:{os.environ["PATH"]}'
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        home = temporary.name
        # That of a user without XDG_DATA_HOME.
        directory = pathlib.Path(home, '.local', 'share', 'placement-inv')
        with (
            command.serve(directory) as service,
            mock.patch.dict(os.environ, {'PATH': path}),
        ):
            outputs = tour.run(
                [step.command for step in steps], service.url, home
            )
        self.assertEqual(len(steps), len(outputs), outputs)
        for step, lines in zip(steps, outputs, strict=True):
            self.assertEqual(step.output, lines, step.command)
