"""What a run takes from the environment."""

import os

_SHOTS = 'PLACEMENT_INV_TEST_SHOTS'
_SEED = 'PLACEMENT_INV_TEST_SEED'
_DATABASE = 'PLACEMENT_INV_TEST_DATABASE'

#: Seconds that one request may take; a loaded machine is slow.
SECONDS = 10


def shots():
    return int(os.environ.get(_SHOTS, '10000'))


def seed():
    """Return where the choices begin: the same in every run unless told."""
    return int(os.environ.get(_SEED, '20261122'))


def backend():
    return os.environ.get(_DATABASE, 'sqlite')


def again(family, failure, seed_):
    """Return how to see a failure again."""
    if failure.shot is None:
        return f'{_SEED}={seed_} {_SHOTS}={failure.number}'
    return (
        f'python -m placement_inv.tests.fuzz {family} {failure.shot.to_text()}'
    )
