"""The routes of the placement family: {path: {method: endpoint}}."""

from placement_inv.handlers.placement import aggregate
from placement_inv.handlers.placement import allocation
from placement_inv.handlers.placement import allocation_candidates
from placement_inv.handlers.placement import inventory
from placement_inv.handlers.placement import reshaper
from placement_inv.handlers.placement import resource_class
from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import root
from placement_inv.handlers.placement import trait
from placement_inv.handlers.placement import usage

# Paths have no patterns for ids: the handler reports what is wrong with an id.
ROUTES = {
    '/': {'GET': root.home},
    '/resource_classes': {
        'GET': resource_class.list_all,
        'POST': resource_class.create,
    },
    '/resource_classes/{name}': {
        'GET': resource_class.show,
        'PUT': (resource_class.rename, resource_class.ensure),
        'DELETE': resource_class.delete,
    },
    '/resource_providers': {
        'GET': resource_provider.list_all,
        'POST': resource_provider.create,
    },
    '/resource_providers/{uuid}': {
        'GET': resource_provider.show,
        'PUT': resource_provider.update,
        'DELETE': resource_provider.delete,
    },
    '/resource_providers/{uuid}/inventories': {
        'GET': inventory.list_inventories,
        'POST': inventory.create_inventory,
        'PUT': inventory.replace_inventories,
        'DELETE': inventory.delete_inventories,
    },
    '/resource_providers/{uuid}/inventories/{resource_class}': {
        'GET': inventory.get_inventory,
        'PUT': inventory.update_inventory,
        'DELETE': inventory.delete_inventory,
    },
    '/resource_providers/{uuid}/aggregates': {
        'GET': aggregate.list_of_provider,
        'PUT': aggregate.replace,
    },
    '/resource_providers/{uuid}/allocations': {
        'GET': allocation.list_of_provider,
    },
    '/resource_providers/{uuid}/traits': {
        'GET': trait.list_of_provider,
        'PUT': trait.replace,
        'DELETE': trait.delete_all_of_provider,
    },
    '/resource_providers/{uuid}/usages': {'GET': usage.get_of_provider},
    '/allocations': {'POST': allocation.replace_several},
    '/allocations/{consumer_uuid}': {
        'GET': allocation.list_of_consumer,
        'PUT': allocation.replace,
        'DELETE': allocation.delete,
    },
    '/allocation_candidates': {'GET': allocation_candidates.list_candidates},
    '/traits': {'GET': trait.list_all},
    '/traits/{name}': {
        'GET': trait.show,
        'PUT': trait.ensure,
        'DELETE': trait.delete,
    },
    '/usages': {'GET': usage.get_of_project},
    '/reshaper': {'POST': reshaper.reshape},
}
