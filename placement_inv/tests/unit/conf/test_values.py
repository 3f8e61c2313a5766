"""Values that are not valid are named with file and line."""

import os
import pathlib
import tempfile
from unittest import mock

import testtools

from placement_inv import conf


class TestValues(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory) / 'some.conf'

    def _load(self, text, *more):
        self.path.write_text(text)
        error = self.assertRaises(
            conf.InvalidConfiguration,
            conf.load,
            config_files=[str(self.path), *more],
        )
        self.assertNotIn('LocationInfo', str(error))
        self.assertNotIn('\n', str(error))
        return list(error.problems)

    def test_all_are_reported_with_their_places(self):
        problems = self._load(
            '[api]\nauth_strategy = hope\n[jobs]\nworkers = 0\n'
        )
        self.assertEqual(2, len(problems), problems)
        self.assertRegex(
            problems[0],
            rf'^{self.path}:2: \[api\]auth_strategy: .*hope',
        )
        self.assertRegex(problems[1], rf'^{self.path}:4: \[jobs\]workers: .*')

    def test_the_last_line_counts(self):
        problems = self._load('[jobs]\nworkers = 0\nworkers = no\n')
        self.assertRegex(problems[0], f'^{self.path}:3: ')

    def test_an_option_that_is_checked_while_files_are_read(self):
        problems = self._load('[DEFAULT]\n\ndebug = maybe\n')
        self.assertRegex(
            problems[0], rf'^{self.path}:3: \[DEFAULT\]debug: .*maybe'
        )

    def test_a_line_that_is_no_setting_is_not_shown(self):
        problems = self._load('[placement_database]\nsecret\n')
        self.assertEqual(
            [f"{self.path}:2: No ':' or '=' found in assignment"], problems
        )

    def test_the_value_of_a_secret_option_is_not_shown(self):
        problems = self._load(
            '[placement_database]\nconnection = a://u:secret$none@h/b\n'
        )
        self.assertEqual(
            [
                f'{self.path}:2: [placement_database]connection: the value, '
                'which is not shown, is not valid'
            ],
            problems,
        )

    def test_a_value_of_the_environment_names_the_variable(self):
        with mock.patch.dict(os.environ, {'OS_JOBS__WORKERS': 'some'}):
            problems = self._load('')
        self.assertRegex(
            problems[0],
            r'^the environment variable OS_JOBS__WORKERS: \[jobs\]workers: ',
        )

    def test_files_that_cannot_be_read(self):
        problems = self._load('', '/nowhere/x.conf')
        self.assertIn('/nowhere/x.conf', problems[0])

    def test_the_cause_which_may_have_a_secret_is_not_in_the_traceback(self):
        self.path.write_text('[placement_database]\nsecret\n')
        try:
            conf.load(config_files=[str(self.path)])
        except conf.InvalidConfiguration as error:
            self.assertTrue(error.__suppress_context__)
        else:
            self.fail('the configuration was read')
