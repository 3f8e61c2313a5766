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
def list_of(ctx, provider_uuid):
    """Return a provider and its inventories."""
    return inventory_rows.read(ctx, provider_uuid)


@transactions.reader
def get(ctx, provider_uuid, resource_class):
    """Return a provider and its inventory of one class."""
    provider, inventories = inventory_rows.read(ctx, provider_uuid)
    for found in inventories:
        if found.resource_class == resource_class:
            return provider, found
    raise errors.InventoryNotFound(
        resource_class=resource_class, provider=provider_uuid
    )


@transactions.writer
def replace(
    ctx, provider_uuid, generation, inventories, may_reserve_all=False
):
    """Make `inventories` all that a provider has; return it and them.

    `generation` is the one that the client knows, None where it named none.
    Nothing else must have written to the provider since: a stale generation
    and a writer that came between are both a ConcurrentUpdate.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation)
    for each in inventories:
        _check_capacity(provider, each, may_reserve_all)
    provider = providers.advance(ctx, provider)
    wanted = [(provider, inventories)]
    rows = inventory_rows.current(ctx, [provider])
    # In this order an unknown class is told before an inventory in use.
    inventory_rows.put(ctx, wanted, rows)
    inventory_rows.remove_others(ctx, wanted, rows)
    return provider, inventories


@transactions.writer
def create(ctx, provider_uuid, inventory, may_reserve_all=False):
    """Add an inventory of one more class; return the provider."""
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
    """Change the inventory of one class; return the provider."""
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation)
    _check_capacity(provider, inventory, may_reserve_all)
    provider = providers.advance(ctx, provider)
    row = _row(ctx, provider, inventory.resource_class)
    if row is None:
        raise errors.UnknownInventory(resource_class=inventory.resource_class)
    inventory_rows.update(ctx, [(provider, inventory, row)])
    return provider


@transactions.writer
def delete(ctx, provider_uuid, resource_class):
    """Delete the inventory of one class."""
    provider = providers.lock(ctx, provider_uuid)
    row = _row(ctx, provider, resource_class)
    if row is None:
        raise errors.InventoryNotFound(
            resource_class=resource_class, provider=provider_uuid
        )
    inventory_rows.delete(ctx, [(provider, [row])])
    providers.advance(ctx, provider)


def _row(ctx, provider, resource_class):
    """Return the row of a class, None where a known one has none."""
    row = inventory_rows.current(ctx, [provider])[provider.id].get(
        resource_class
    )
    if row is None:
        classes.find(ctx, resource_class)
    return row


def _check_capacity(provider, inventory, may_reserve_all):
    """Raise where an inventory leaves nothing, or less, to allocate."""
    if inventory.capacity <= -1 and may_reserve_all:
        kind = errors.NegativeInventoryCapacity
    elif inventory.capacity < 1 and not may_reserve_all:
        kind = errors.InvalidInventoryCapacity
    else:
        return
    raise kind(resource_class=inventory.resource_class, provider=provider.uuid)
