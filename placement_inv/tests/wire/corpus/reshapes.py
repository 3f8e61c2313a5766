"""Reshapes: inventories and allocations that move together."""

from placement_inv.tests.wire.corpus import allocations
from placement_inv.tests.wire.corpus.request import Request

_RESHAPER = '/reshaper'
_SINCE = 30


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, VGPU=4)
    yield from world.make(2, parent=1)
    place = f'/allocations/{world.uuid(80)}'
    amounts = {1: {'VCPU': 2, 'VGPU': 1}}
    yield Request(
        'PUT', place, allocations.body(world, amounts, world.minor, 80)
    )
    yield from _reshapes(world, place)


def _reshapes(world, place):
    for inventories, amounts in (
        ({1: {'VCPU': 8}}, {}),
        ({1: {'VCPU': 8}, 2: {'VGPU': 4}}, {1: {'VCPU': 2}, 2: {'VGPU': 5}}),
        ({1: {'PONY': 8}}, {1: {'VCPU': 2}}),
        ({99: {'VCPU': 8}}, {1: {'VCPU': 2}}),
        ({1: {'VCPU': 8}}, {99: {'VCPU': 2}}),
        ({}, {1: {'VCPU': 2}}),
        ({1: {'VCPU': 8}, 2: {'VGPU': 4}}, {1: {'VCPU': 2}, 2: {'VGPU': 1}}),
        ({1: {'VCPU': 1}}, {1: {'VCPU': 2}, 2: {'VGPU': 1}}),
    ):
        yield Request('POST', _RESHAPER, _body(world, inventories, amounts))
        yield Request('GET', place)
        for number in (1, 2):
            yield Request('GET', f'{world.provider(number)}/usages')
            yield Request('GET', f'{world.provider(number)}/inventories')
    for changes in (
        {'resource_provider_generation': 99},
        {'resource_provider_generation': None},
        {'pony': 1},
    ):
        wrong = _body(world, {1: {'VCPU': 8}}, {1: {'VCPU': 2}})
        wrong['inventories'][world.uuid(1)] |= changes
        yield Request('POST', _RESHAPER, wrong)
    stale = _body(world, {1: {'VCPU': 8}}, {1: {'VCPU': 2}})
    stale['allocations'][world.uuid(80)]['consumer_generation'] = 99
    yield Request('POST', _RESHAPER, stale)


def _body(world, inventories, amounts):
    allocations_body = allocations.body(
        world, amounts, max(world.minor, _SINCE), 80
    )
    return {
        'inventories': {
            world.uuid(number): {
                'resource_provider_generation': world.generation(number),
                'inventories': {
                    name: {'total': total} for name, total in totals.items()
                },
            }
            for number, totals in inventories.items()
        },
        'allocations': {world.uuid(80): allocations_body} if amounts else {},
    }
