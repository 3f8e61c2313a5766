"""Bodies of `/reshaper`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import allocation
from placement_inv.handlers.placement.schemas import inventory


def _body(of_consumer):
    return {
        'type': 'object',
        'properties': {
            'inventories': allocation.keyed_object(
                inventory.PUT_ALL.schema, 1
            ),
            # The inventories that move may have no allocations.
            'allocations': allocation.keyed_object(of_consumer, 0),
        },
        'required': ['inventories', 'allocations'],
        'additionalProperties': False,
    }


POST = allocation.by_version(
    *(
        (max(version, history.RESHAPER), _body(schema))
        for version, schema in allocation.OF_CONSUMER
    )
)
