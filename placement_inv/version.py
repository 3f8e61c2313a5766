"""The version of this release."""

import importlib.metadata


def release():
    """Return the version of the installed package as text."""
    try:
        return importlib.metadata.version('placement-inv')
    except importlib.metadata.PackageNotFoundError:
        return 'not installed'
