"""Runs gabbits against a deployment, over HTTP."""

import re
import types

from gabbi import driver
from gabbi import suite as gabbi_suite

from placement_inv.tests.gabbi import fixtures
from placement_inv.tests.gabbi import test_gabbits


def add_gabbits(suite, loader, deployment, name):
    """Add every gabbit to `suite`; `name` is the calling module's."""
    files = []
    for directory in test_gabbits.DIRECTORIES:
        files += driver.build_tests(
            str(test_gabbits.GABBITS / directory),
            loader,
            host=deployment.host,
            port=deployment.port,
            # Nothing is encrypted, but every test has a new client, which
            # would read all certificates of the system.
            cert_validate=False,
            fixture_module=_fixtures(deployment),
            test_loader_name=f'{name}.{directory}',
        )
    # The server restarts for other settings, so files with the same
    # fixture follow each other.
    suite.addTests(
        _select_tests(file, deployment)
        for file in sorted(files, key=_get_fixture_name)
        if _get_fixture(file).is_deployable
    )
    return suite


def _select_tests(file, deployment):
    """Return the tests of a file without those that the server refuses."""
    return gabbi_suite.GabbiSuite(
        test
        for test in file
        if not re.search(deployment.own_answers, test.test_data['url'])
    )


def _get_fixture(file):
    return next(iter(file)).fixtures[0]


def _get_fixture_name(file):
    return _get_fixture(file).__name__


def _fixtures(deployment):
    """Return the fixtures of gabbits, each served by the deployment."""
    return types.SimpleNamespace(
        **{
            name: _make_fixture(kind, deployment)
            for name, kind in vars(fixtures).items()
            if isinstance(kind, type) and issubclass(kind, fixtures.APIFixture)
        }
    )


def _make_fixture(kind, deployment):
    """Return a subclass of the fixture `kind` that uses the deployment."""
    # A fixture with helpers runs background jobs.
    with_worker = kind._start_helpers is not fixtures.APIFixture._start_helpers

    def serve(self, undo):
        more = self._files(undo)
        settings = {
            group: {**self.settings.get(group, {}), **more.get(group, {})}
            for group in (*self.settings, *more)
        }
        restart = isinstance(self, fixtures.StrangersFixture)
        undo.enter_context(deployment.serve(settings, with_worker, restart))

    return type(kind.__name__, (kind,), {'_serve': serve})
