"""The requests that both sides are asked, a new world at each version."""

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
from placement_inv.tests.wire.corpus.ask import NOTHING
from placement_inv.tests.wire.corpus.ask import Generation
from placement_inv.tests.wire.corpus.ask import World

__all__ = ['NOTHING', 'Generation', 'of_roles', 'requests']

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


def of_roles(version, seed):
    """Return only the requests of callers with different rights."""
    minor = int(version.partition('.')[2])
    return list(roles.requests(World(f'{seed}-0000', minor)))


def requests(version, seed):
    """Return the requests at a version, with names made of `seed`."""
    minor = int(version.partition('.')[2])
    return [
        ask
        for number, part in enumerate(_PARTS)
        for ask in part.requests(World(f'{seed}-{number:04}', minor))
    ]
