"""The APIs as text against a deployment, over HTTP."""

import types

from gabbi import driver
from gabbi import fixture

from placement_inv.tests.gabbi import fixtures
from placement_inv.tests.gabbi import test_gabbits


def add_to(suite, loader, deployment, name):
    """Add every YAML file; `name` is that of the calling module."""
    for directory in test_gabbits.DIRECTORIES:
        suite.addTests(
            driver.build_tests(
                str(test_gabbits.GABBITS / directory),
                loader,
                host=deployment.host,
                port=deployment.port,
                # Nothing is encrypted, but every test gets a client of its
                # own, and each would read all certificates of the system.
                cert_validate=False,
                fixture_module=_fixtures(deployment),
                test_loader_name=f'{name}.{directory}',
            )
        )
    return suite


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
    """Return a fixture with the settings of `kind`, in a deployment."""
    # Who runs something beside the application runs background work.
    with_worker = kind._run_beside is not fixtures.APIFixture._run_beside

    class Served(fixture.GabbiFixture):
        def start_fixture(self):
            settings = kind.settings | {'jobs': {'sweep_interval': 0.2}}
            self._worker = deployment.serve(settings, with_worker)
            self._worker.__enter__()

        def stop_fixture(self):
            self._worker.__exit__(None, None, None)

    return Served
