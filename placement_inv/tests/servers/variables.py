"""The environment variables by which a test run learns of its servers."""

import os


def url(name: str) -> str:
    """Name the variable that holds the address of a server."""
    return f'PLACEMENT_INV_TEST_{name.upper()}_URL'


def why_missing(name: str) -> str:
    """Name the variable that says why a server could not be started."""
    return f'PLACEMENT_INV_TEST_{name.upper()}_MISSING'


def in_ci() -> bool:
    """Say whether nothing may be skipped, for nobody would notice."""
    return os.environ.get('CI', '').lower() in ('1', 'true', 'yes')
