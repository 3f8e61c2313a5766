"""The settings of a run, from environment variables."""

import os

_REQUESTS = 'PLACEMENT_INV_TEST_SHOTS'
_SEED = 'PLACEMENT_INV_TEST_SEED'
_DATABASE = 'PLACEMENT_INV_TEST_DATABASE'

#: Seconds that one request may take; a loaded machine is slow.
SECONDS = 10


def request_count():
    return int(os.environ.get(_REQUESTS, '10000'))


def seed():
    """Return the seed of random choices; by default always the same."""
    return int(os.environ.get(_SEED, '20261122'))


def backend():
    return os.environ.get(_DATABASE, 'sqlite')


def format_command(family, failure, seed_):
    """Return the command or the variables that repeat a failure."""
    if failure.request is None:
        return f'{_SEED}={seed_} {_REQUESTS}={failure.number}'
    text = failure.request.to_text()
    return f'python -m placement_inv.tests.fuzz {family} {text}'
