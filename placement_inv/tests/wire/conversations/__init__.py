"""Random requests over a small world, and what they leave of it.

Each conversation follows from its number: a new world, requests of which a
third have something wrong with them, at any version, then all that can be
seen of the world, and its end.
"""

import random

from placement_inv.tests.wire.conversations import faults
from placement_inv.tests.wire.conversations import reads
from placement_inv.tests.wire.conversations import small_world
from placement_inv.tests.wire.conversations import writes

_LENGTH = 80
_OPERATIONS = writes.OPERATIONS | reads.OPERATIONS


def requests(number, holds):
    """Yield the (version, Ask) of a conversation.

    `holds(path)` tells whether the consumer there holds anything. Consumers
    that never did are not named again: the sides remember them differently.
    """
    world = small_world.SmallWorld(random.Random(number))
    yield from small_world.beginning(world)
    for _ in range(_LENGTH):
        version, ask = _any(world)
        named = [c for c in world.consumers if c in f'{ask.path}{ask.body}']
        yield version, ask
        for consumer in named:
            if not holds(f'/allocations/{consumer}'):
                world.replace_consumer(consumer)
    yield from small_world.view(world)
    yield from small_world.end(world)


def _any(world):
    rng = world.rng
    minor = rng.choice((39, 39, rng.randint(28, 38), rng.randint(0, 39)))
    # A body of another version, now and then.
    made_at = minor if rng.random() < 0.93 else rng.randint(0, 39)
    (make,) = rng.choices(list(_OPERATIONS), list(_OPERATIONS.values()))
    ask = make(world, made_at)
    while rng.random() < 0.3:
        ask = faults.spoil(world, ask)
    return f'1.{minor}', world.told(ask)
