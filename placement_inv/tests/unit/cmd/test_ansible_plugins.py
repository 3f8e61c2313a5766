import contextlib
import io
import pathlib

import testtools

from placement_inv.cmd import main


class TestAnsiblePlugins(testtools.TestCase):
    def test_the_directory_of_cache_plugins_is_printed(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = main.main(['ansible-plugins', 'cache'])
        self.assertEqual(0, code)
        directory = pathlib.Path(said.getvalue().strip())
        self.assertTrue((directory / 'placement_inv.py').is_file())

    def test_there_are_no_others(self):
        complaint = io.StringIO()
        with contextlib.redirect_stderr(complaint):
            self.assertRaises(
                SystemExit, main.main, ['ansible-plugins', 'connection']
            )
        self.assertIn('connection', complaint.getvalue())
