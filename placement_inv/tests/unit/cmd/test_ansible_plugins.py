import contextlib
import io
import pathlib

import testtools

from placement_inv.cmd import main


class TestAnsiblePlugins(testtools.TestCase):
    def test_the_directory_of_cache_plugins_is_printed(self):
        stdout = io.StringIO()
        with contextlib.redirect_stdout(stdout):
            code = main.main(['ansible-plugins', 'cache'])
        self.assertEqual(0, code)
        directory = pathlib.Path(stdout.getvalue().strip())
        self.assertTrue((directory / 'placement_inv.py').is_file())

    def test_another_kind_is_refused(self):
        stderr = io.StringIO()
        with contextlib.redirect_stderr(stderr):
            self.assertRaises(
                SystemExit, main.main, ['ansible-plugins', 'connection']
            )
        self.assertIn('connection', stderr.getvalue())
