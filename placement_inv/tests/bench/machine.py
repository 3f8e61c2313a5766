"""The machine and the software of a measurement."""

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


def describe():
    """Return the description as a dictionary."""
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
    """Return the description as a sentence."""
    facts = describe()
    packages = ', '.join(f'{n} {v}' for n, v in facts['packages'].items())
    return (
        f'Taken on {facts["cores"]} cores of {facts["processor"]}, '
        f'{facts["memory_gb"]} GB, {facts["system"]}; '
        f'Python {facts["python"]}, {packages}.'
    )


def _versions():
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def _processor():
    text = pathlib.Path('/proc/cpuinfo').read_text()
    match = re.search(r'model name\s*:\s*(.+)', text)
    return match[1].strip() if match else platform.processor()


def _memory():
    text = pathlib.Path('/proc/meminfo').read_text()
    return int(re.search(r'MemTotal:\s*(\d+)', text)[1]) / 1024**2
