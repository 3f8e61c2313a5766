"""The environment variables that name the servers of a test run."""

import os


def url(name: str) -> str:
    """Return the variable with the URL of a server."""
    return f'PLACEMENT_INV_TEST_{name.upper()}_URL'


def why_missing(name: str) -> str:
    """Return the variable with the reason why a server is missing."""
    return f'PLACEMENT_INV_TEST_{name.upper()}_MISSING'


def in_ci() -> bool:
    """Tell whether tests run in CI, where no test may be skipped."""
    return os.environ.get('CI', '').lower() in ('1', 'true', 'yes')
