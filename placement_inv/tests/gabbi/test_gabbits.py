"""Runs every request of gabbits/ against the application."""

import pathlib

from gabbi import driver

import placement_inv
from placement_inv.tests.gabbi import fixtures

#: The directories: one for each API family, and one for files that use both.
DIRECTORIES = ('placement', 'host_inventory', 'both')

GABBITS = pathlib.Path(placement_inv.__file__).parent.parent / 'gabbits'


def load_tests(loader, tests, _pattern):
    """Add one ordered suite for each YAML file."""
    for directory in DIRECTORIES:
        files = driver.build_tests(
            str(GABBITS / directory),
            loader,
            intercept=lambda: fixtures.application,
            fixture_module=fixtures,
            test_loader_name=f'{__name__}.{directory}',
        )
        # gabbi generates a host name for each file.
        fixtures.application.hosts += [next(iter(file)).host for file in files]
        tests.addTests(files)
    return tests
