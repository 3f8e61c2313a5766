"""Random requests about a few rows, and reads of the rows they leave.

The number of a conversation is its seed. A conversation creates rows, sends
requests at random versions, of which a third are invalid, reads all rows and
deletes them.
"""

import random

from placement_inv.tests.wire.conversations import faults
from placement_inv.tests.wire.conversations import reads
from placement_inv.tests.wire.conversations import small_world
from placement_inv.tests.wire.conversations import writes

_LENGTH = 80
_OPERATIONS = writes.OPERATIONS | reads.OPERATIONS


def requests(number, has_allocations):
    """Yield (version, Request) of a conversation.

    `has_allocations(path)` tells whether a consumer has allocations.
    Consumers without any are not used again: the sides keep them differently.
    """
    world = small_world.SmallWorld(random.Random(number))
    yield from small_world.beginning(world)
    for _ in range(_LENGTH):
        version, request = _random_request(world)
        used_consumers = [
            c for c in world.consumers if c in f'{request.path}{request.body}'
        ]
        yield version, request
        for consumer in used_consumers:
            if not has_allocations(f'/allocations/{consumer}'):
                world.replace_consumer(consumer)
    yield from small_world.view(world)
    yield from small_world.end(world)


def _random_request(world):
    rng = world.rng
    minor = rng.choice((39, 39, rng.randint(28, 38), rng.randint(0, 39)))
    # Sometimes a body of another version.
    body_minor = minor if rng.random() < 0.93 else rng.randint(0, 39)
    (make,) = rng.choices(list(_OPERATIONS), list(_OPERATIONS.values()))
    request = make(world, body_minor)
    while rng.random() < 0.3:
        request = faults.spoil(world, request)
    return f'1.{minor}', request
