"""The requests of the corpus, with new rows at each version."""

from placement_inv.tests.wire.corpus import allocations
from placement_inv.tests.wire.corpus import basics
from placement_inv.tests.wire.corpus import bodies
from placement_inv.tests.wire.corpus import candidates
from placement_inv.tests.wire.corpus import inventories
from placement_inv.tests.wire.corpus import names
from placement_inv.tests.wire.corpus import order
from placement_inv.tests.wire.corpus import providers
from placement_inv.tests.wire.corpus import reshapes
from placement_inv.tests.wire.corpus import roles
from placement_inv.tests.wire.corpus import trees
from placement_inv.tests.wire.corpus.request import NOTHING
from placement_inv.tests.wire.corpus.request import Generation
from placement_inv.tests.wire.corpus.request import World

__all__ = ['NOTHING', 'Generation', 'role_requests', 'requests']

_PARTS = (
    basics,
    providers,
    trees,
    inventories,
    names,
    allocations,
    reshapes,
    candidates,
    bodies,
    order,
    roles,
)


def role_requests(version, seed):
    """Return only the requests with different roles."""
    minor = int(version.partition('.')[2])
    return list(roles.requests(World(f'{seed}-0000', minor)))


def requests(version, seed):
    """Return the requests at a version, with names that contain `seed`."""
    minor = int(version.partition('.')[2])
    return [
        request
        for number, part in enumerate(_PARTS)
        for request in part.requests(World(f'{seed}-{number:04}', minor))
    ]
