"""Inventories: the amount of one resource class at one provider."""

from oslo_db import exception as db_exception

from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory_rows
from placement_inv.objects.placement import provider as providers
from placement_inv.objects.placement import resource_class as classes

Inventory = inventory_rows.Inventory
MAX_INT = inventory_rows.MAX_INT


@transactions.reader
def list_of_provider(ctx, provider_uuid):
    """Return a provider and its inventories; ResourceProviderNotFound."""
    return inventory_rows.read_of_provider(ctx, provider_uuid)


@transactions.reader
def get(ctx, provider_uuid, resource_class):
    """Return a provider and its inventory of one class.

    Raises ResourceProviderNotFound, InventoryNotFound.
    """
    provider, inventories = inventory_rows.read_of_provider(ctx, provider_uuid)
    for each in inventories:
        if each.resource_class == resource_class:
            return provider, each
    raise errors.InventoryNotFound(
        resource_class=resource_class, provider=provider_uuid
    )


@transactions.writer
def replace(
    ctx, provider_uuid, generation, inventories, may_reserve_all=False
):
    """Replace the inventories of a provider; return it and `inventories`.

    `generation` is the one in the request, None where it has none. Raises
    ResourceProviderNotFound, GenerationConflict where the provider has
    another one, ProviderChanged where another transaction writes meanwhile,
    InvalidInventoryCapacity, UnknownResourceClass and InventoryInUse.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.check_generation(provider, generation)
    for each in inventories:
        _check_capacity(provider, each, may_reserve_all)
    provider = providers.advance(ctx, provider)
    inventories_by_provider = [(provider, inventories)]
    rows = inventory_rows.find_rows(ctx, [provider])
    # In this order an unknown class is an error before an inventory in use.
    inventory_rows.write(ctx, inventories_by_provider, rows)
    inventory_rows.delete_others(ctx, inventories_by_provider, rows)
    return provider, inventories


@transactions.writer
def create(ctx, provider_uuid, inventory, may_reserve_all=False):
    """Insert the inventory of one more class; return the provider.

    Raises ResourceProviderNotFound, InventoryExists, UnknownResourceClass,
    InvalidInventoryCapacity.
    """
    provider = providers.lock(ctx, provider_uuid)
    _check_capacity(provider, inventory, may_reserve_all)
    provider = providers.advance(ctx, provider)
    try:
        inventory_rows.insert(ctx, [(provider, inventory)])
    except db_exception.DBDuplicateEntry as error:
        raise errors.InventoryExists(
            resource_class=inventory.resource_class, provider=provider_uuid
        ) from error
    return provider


@transactions.writer
def update(ctx, provider_uuid, generation, inventory, may_reserve_all=False):
    """Update the inventory of one class; return the provider.

    Raises ResourceProviderNotFound, GenerationConflict, ProviderChanged,
    UnknownInventory, ResourceClassNotFound, InvalidInventoryCapacity.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.check_generation(provider, generation)
    _check_capacity(provider, inventory, may_reserve_all)
    provider = providers.advance(ctx, provider)
    row = _find_row(ctx, provider, inventory.resource_class)
    if row is None:
        raise errors.UnknownInventory(resource_class=inventory.resource_class)
    inventory_rows.update(ctx, [(provider, inventory, row)])
    return provider


@transactions.writer
def delete(ctx, provider_uuid, resource_class):
    """Delete the inventory of one class.

    Raises ResourceProviderNotFound, InventoryNotFound, ResourceClassNotFound,
    InventoryInUse.
    """
    provider = providers.lock(ctx, provider_uuid)
    row = _find_row(ctx, provider, resource_class)
    if row is None:
        raise errors.InventoryNotFound(
            resource_class=resource_class, provider=provider_uuid
        )
    inventory_rows.delete(ctx, [(provider, [row])])
    providers.advance(ctx, provider)


def _find_row(ctx, provider, resource_class):
    """Return the Row of a class, None where the provider has none.

    Raises ResourceClassNotFound where the class does not exist.
    """
    row = inventory_rows.find_rows(ctx, [provider])[provider.id].get(
        resource_class
    )
    if row is None:
        classes.find(ctx, resource_class)
    return row


def _check_capacity(provider, inventory, may_reserve_all):
    """Raise InvalidInventoryCapacity where nothing could be allocated."""
    if inventory.capacity <= -1 and may_reserve_all:
        kind = errors.NegativeInventoryCapacity
    elif inventory.capacity < 1 and not may_reserve_all:
        kind = errors.InvalidInventoryCapacity
    else:
        return
    raise kind(resource_class=inventory.resource_class, provider=provider.uuid)
