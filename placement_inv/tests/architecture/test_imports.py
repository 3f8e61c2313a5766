"""The import contracts of setup.cfg are kept."""

import contextlib
import io
import pathlib

from importlinter import cli
import testtools

import placement_inv

_ROOT = pathlib.Path(placement_inv.__file__).parent.parent


class TestImports(testtools.TestCase):
    def test_every_contract_is_kept(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            code = cli.lint_imports(
                config_filename=str(_ROOT / 'setup.cfg'),
                no_cache=True,
                no_logo=True,
            )
        self.assertEqual(cli.EXIT_STATUS_SUCCESS, code, output.getvalue())
