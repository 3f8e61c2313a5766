"""What machine, and what software, figures were taken on."""

import importlib.metadata
import os
import pathlib
import platform
import re

_PACKAGES = (
    'openstack-placement',
    'pyuwsgi',
    'uWSGI',
    'SQLAlchemy',
    'psycopg',
    'psycopg2-binary',
)


def described():
    """Return what is known, for a file."""
    return {
        'processor': _processor(),
        'cores': os.cpu_count(),
        'memory_gb': round(_memory(), 1),
        'system': f'{platform.system()} {platform.machine()}',
        'python': platform.python_version(),
        'packages': _versions(),
        'load': [round(each, 2) for each in os.getloadavg()],
    }


def sentence():
    """Return the same for readers."""
    found = described()
    packages = ', '.join(f'{n} {v}' for n, v in found['packages'].items())
    return (
        f'Taken on {found["cores"]} cores of {found["processor"]}, '
        f'{found["memory_gb"]} GB, {found["system"]}; '
        f'Python {found["python"]}, {packages}.'
    )


def _versions():
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _processor():
    text = pathlib.Path('/proc/cpuinfo').read_text()
    found = re.search(r'model name\s*:\s*(.+)', text)
    return found[1].strip() if found else platform.processor()


def _memory():
    text = pathlib.Path('/proc/meminfo').read_text()
    return int(re.search(r'MemTotal:\s*(\d+)', text)[1]) / 1024**2
