"""The APIs as text against a deployment, over HTTP."""

import re
import types

from gabbi import driver
from gabbi import suite as gabbi_suite

from placement_inv.tests.gabbi import fixtures
from placement_inv.tests.gabbi import test_gabbits


def add_to(suite, loader, deployment, name):
    """Add every YAML file; `name` is that of the calling module."""
    found = []
    for directory in test_gabbits.DIRECTORIES:
        found += driver.build_tests(
            str(test_gabbits.GABBITS / directory),
            loader,
            host=deployment.host,
            port=deployment.port,
            # Nothing is encrypted, but every test gets a client of its own,
            # and each would read all certificates of the system.
            cert_validate=False,
            fixture_module=_fixtures(deployment),
            test_loader_name=f'{name}.{directory}',
        )
    # The server starts anew for other settings: those that agree on them
    # follow each other.
    suite.addTests(
        _for_the_service(file, deployment)
        for file in sorted(found, key=_name_of_fixture)
        if _fixture_of(file).is_deployable
    )
    return suite


def _for_the_service(file, deployment):
    """Leave out what the server in front answers by itself."""
    return gabbi_suite.GabbiSuite(
        test
        for test in file
        if not re.search(deployment.own_answers, test.test_data['url'])
    )


def _fixture_of(file):
    return next(iter(file)).fixtures[0]


def _name_of_fixture(file):
    return _fixture_of(file).__name__


def _fixtures(deployment):
    """Return what the YAML files ask for, each served by the deployment."""
    return types.SimpleNamespace(
        **{
            name: _served(kind, deployment)
            for name, kind in vars(fixtures).items()
            if isinstance(kind, type) and issubclass(kind, fixtures.APIFixture)
        }
    )


def _served(kind, deployment):
    """Return `kind` of fixture, but with the deployment for its service."""
    # Who runs something beside the application runs background work.
    with_worker = kind._run_beside is not fixtures.APIFixture._run_beside

    def serve(self, undo):
        more = self._files(undo)
        settings = {
            group: {**self.settings.get(group, {}), **more.get(group, {})}
            for group in (*self.settings, *more)
        }
        afresh = isinstance(self, fixtures.StrangersFixture)
        undo.enter_context(deployment.serve(settings, with_worker, afresh))

    return type(kind.__name__, (kind,), {'_serve': serve})
