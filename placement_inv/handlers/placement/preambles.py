"""Preambles of errors: the operation that failed, before the reason.

OpenStack Placement starts the sentences of some errors with the operation
("Unable to delete resource provider …: Resource provider has allocations.").
The table has the preambles that its clients expect, by endpoint and error.
"""

import dataclasses

from oslo_utils import uuidutils

from placement_inv import exceptions
from placement_inv.handlers.placement import aggregate
from placement_inv.handlers.placement import allocation
from placement_inv.handlers.placement import allocation_candidates
from placement_inv.handlers.placement import inventory
from placement_inv.handlers.placement import reshaper
from placement_inv.handlers.placement import resource_class
from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import uuids
from placement_inv.objects.placement import errors


@dataclasses.dataclass(frozen=True, slots=True)
class Preamble:
    """The text before the sentence of an error.

    `text` is a template; it is filled with the variable parts of the path,
    and with the facts of the error.
    """

    text: str
    separator: str = ': '
    #: The code in the response; None for the code of the error.
    code: str | None = None


_UNKNOWN_CLASS_IN_QUERY = Preamble(
    'Invalid resource class in resources parameter'
)
_NOT_ALLOCATED = Preamble('Unable to allocate inventory')
_CHANGED_WHILE_ALLOCATING = Preamble(
    'Inventory and/or allocations changed while attempting to allocate'
)
_CONFLICT = Preamble('Update conflict')
_LOWER_CONFLICT = Preamble('update conflict')
_INVENTORY_NOT_UPDATED = Preamble(
    'Unable to update inventory for resource provider {uuid}'
)
_NO_INVENTORY_TO_DELETE = Preamble(
    'No inventory of class {resource_class} found for delete'
)
_CLASS_NOT_DELETED = Preamble('Error in delete resource class')

#: {endpoint: {class of an error: its Preamble}}; the nearest class wins.
PREAMBLES = {
    aggregate.replace: {errors.ProviderChanged: _CONFLICT},
    allocation.list_of_provider: {
        errors.ResourceProviderNotFound: Preamble(
            "Resource provider '{uuid}' not found"
        ),
    },
    allocation.replace: {
        errors.UnknownResourceClass: Preamble(
            'Unable to allocate inventory for consumer {consumer_uuid}'
        ),
        errors.InvalidAllocation: _NOT_ALLOCATED,
        errors.ProviderChanged: _CHANGED_WHILE_ALLOCATING,
    },
    allocation.replace_several: {
        # OpenStack Placement has no colon here.
        errors.UnknownResourceClass: dataclasses.replace(
            _NOT_ALLOCATED, separator=' '
        ),
        errors.InvalidAllocation: _NOT_ALLOCATED,
        errors.ProviderChanged: _CHANGED_WHILE_ALLOCATING,
    },
    allocation_candidates.list_candidates: {
        errors.UnknownResourceClass: _UNKNOWN_CLASS_IN_QUERY,
    },
    inventory.replace_inventories: {
        errors.ProviderChanged: _LOWER_CONFLICT,
        errors.InventoryInUse: _LOWER_CONFLICT,
        errors.UnknownResourceClass: Preamble(
            'Unknown resource class in inventory for resource provider {uuid}'
        ),
        errors.InvalidInventoryCapacity: _INVENTORY_NOT_UPDATED,
    },
    inventory.delete_inventories: {
        errors.ProviderChanged: Preamble(
            'Unable to delete inventory for resource provider {uuid} because '
            'the inventory was updated by another process'
        ),
    },
    inventory.create_inventory: {
        exceptions.Conflict: _CONFLICT,
        exceptions.Invalid: Preamble(
            'Unable to create inventory for resource provider {uuid}'
        ),
    },
    inventory.update_inventory: {
        errors.ProviderChanged: _LOWER_CONFLICT,
        errors.UnknownInventory: Preamble(
            'No inventory record with resource class for resource provider '
            '{uuid}'
        ),
        errors.InvalidInventoryCapacity: _INVENTORY_NOT_UPDATED,
    },
    inventory.delete_inventory: {
        exceptions.Conflict: Preamble(
            'Unable to delete inventory of class {resource_class}',
            code=exceptions.ConcurrentUpdate.code,
        ),
        errors.ResourceClassNotFound: _NO_INVENTORY_TO_DELETE,
        errors.InventoryNotFound: _NO_INVENTORY_TO_DELETE,
    },
    reshaper.reshape: {
        errors.ProviderChanged: _LOWER_CONFLICT,
        errors.InventoryInUse: _LOWER_CONFLICT,
        errors.UnknownResourceClass: Preamble('malformed reshaper data'),
        errors.InvalidAllocation: _NOT_ALLOCATED,
    },
    resource_class.delete: {
        errors.StandardResourceClass: _CLASS_NOT_DELETED,
        errors.ResourceClassInUse: _CLASS_NOT_DELETED,
    },
    resource_provider.list_all: {
        errors.UnknownResourceClass: _UNKNOWN_CLASS_IN_QUERY,
        errors.UnknownTraitsInQuery: Preamble(
            'Invalid trait(s) in "required" parameter'
        ),
    },
    resource_provider.create: {
        errors.ActionFailed: Preamble(
            'Unable to create resource provider "{name}", {uuid}'
        ),
    },
    resource_provider.update: {
        errors.ActionFailed: Preamble(
            'Unable to save resource provider {uuid}'
        ),
    },
    resource_provider.delete: {
        errors.ProviderInUse: Preamble(
            'Unable to delete resource provider {uuid}'
        ),
    },
}


def describe(error, req):
    """Return (sentence with its preamble, code) of an error of a request."""
    preamble = _find(error, req.endpoint)
    if preamble is None:
        return str(error), error.code
    text = preamble.text.format_map(_facts(error, req))
    return f'{text}{preamble.separator}{error}', preamble.code or error.code


def _find(error, endpoint):
    by_class = PREAMBLES.get(endpoint, {})
    for kind in type(error).__mro__:
        if kind in by_class:
            return by_class[kind]
    return None


def _facts(error, req):
    """Return the values for a template, with a normalized consumer UUID."""
    facts = {**error.facts, **req.path_items}
    consumer = facts.get('consumer_uuid')
    if uuidutils.is_uuid_like(consumer):
        facts['consumer_uuid'] = uuids.normalize(consumer)
    return facts
