"""Reshaping: move inventories and their allocations among providers."""

import dataclasses

from placement_inv.db import transactions
from placement_inv.objects.placement import claims as claiming
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory_rows
from placement_inv.objects.placement import provider as providers


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """All inventories that one provider is to have."""

    provider_uuid: str
    #: The generation of the provider that the client knows.
    generation: int
    inventories: tuple[inventory_rows.Inventory, ...]


@transactions.writer
def reshape(ctx, shapes, claims):
    """Replace the inventories of providers, and the allocations of consumers.

    `shapes` are each Shape, `claims` each Claim. New inventories are inserted
    before the claims are carried out, and old ones are deleted after that.
    Either everything is written or nothing. The generation of a provider
    advances by two for its inventories, by one where it shall have none, and
    by one more for allocations, as in OpenStack Placement: clients count.
    Raises ReshapedProviderNotFound, ReshapedGenerationConflict,
    UnknownResourceClass, InventoryInUse, ProviderChanged, and what
    `claims.replace` raises.
    """
    providers_by_uuid = _find_providers(ctx, shapes)
    locked_claims = claiming.lock_consumers(ctx, claims) if claims else None
    provider_ids = _lock(ctx, providers_by_uuid, locked_claims)
    changing = [providers_by_uuid[shape.provider_uuid] for shape in shapes]
    providers.advance_all(
        ctx,
        changing,
        twice=[
            providers_by_uuid[shape.provider_uuid]
            for shape in shapes
            if shape.inventories
        ],
    )
    inventories = [
        (provider, shape.inventories)
        for provider, shape in zip(changing, shapes, strict=True)
    ]
    rows = inventory_rows.find_rows(ctx, changing)
    inventory_rows.write(ctx, inventories, rows)
    if locked_claims:
        locked_claims.carry_out(ctx, provider_ids)
        rows = inventory_rows.find_rows(ctx, changing)
    inventory_rows.delete_others(ctx, inventories, rows)


def _find_providers(ctx, shapes):
    """Return {uuid: Provider} after a check of their generations."""
    providers_by_uuid = providers.find_all(
        ctx, [each.provider_uuid for each in shapes]
    )
    for shape in shapes:
        provider = providers_by_uuid.get(shape.provider_uuid)
        if provider is None:
            raise errors.ReshapedProviderNotFound(uuid=shape.provider_uuid)
        if provider.generation != shape.generation:
            raise errors.ReshapedGenerationConflict(
                uuid=provider.uuid,
                actual=provider.generation,
                given=shape.generation,
            )
    return providers_by_uuid


def _lock(ctx, providers_by_uuid, locked_claims):
    """Lock the providers of shapes and claims; return {uuid: id} of them."""
    uuids = set(providers_by_uuid) | (
        locked_claims.provider_uuids if locked_claims else set()
    )
    ids = locked_claims.current_provider_ids if locked_claims else ()
    provider_ids = claiming.lock_providers(ctx, uuids, ids)
    if locked_claims:
        locked_claims.check_providers(provider_ids)
    return provider_ids
