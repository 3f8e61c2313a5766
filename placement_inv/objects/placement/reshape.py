"""Reshaping: inventories move among providers, and what is held with them."""

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
    #: The provider's, as far as the client knows.
    generation: int
    inventories: tuple[inventory_rows.Inventory, ...]


@transactions.writer
def reshape(ctx, shapes, claims):
    """Give providers their inventories, and consumers what they hold.

    Inventories appear before the claims are carried out and disappear after
    it: in between all of them are there. All of it happens or none.
    """
    found = _find(ctx, shapes)
    seizure = claiming.lock_consumers(ctx, claims) if claims else None
    provider_ids = _lock(ctx, found, seizure)
    changing = [found[shape.provider_uuid] for shape in shapes]
    providers.advance_all(ctx, changing)
    wanted = [
        (provider, shape.inventories)
        for provider, shape in zip(changing, shapes, strict=True)
    ]
    rows = inventory_rows.current(ctx, changing)
    inventory_rows.put(ctx, wanted, rows)
    if seizure:
        seizure.carry_out(ctx, provider_ids)
        rows = inventory_rows.current(ctx, changing)
    inventory_rows.remove_others(ctx, wanted, rows)


def _find(ctx, shapes):
    """Return {uuid: Provider}, each of the generation that is known."""
    found = providers.find_all(ctx, [each.provider_uuid for each in shapes])
    for shape in shapes:
        provider = found.get(shape.provider_uuid)
        if provider is None:
            raise errors.ReshapedProviderNotFound(uuid=shape.provider_uuid)
        if provider.generation != shape.generation:
            raise errors.ReshapedGenerationConflict(
                uuid=provider.uuid,
                actual=provider.generation,
                given=shape.generation,
            )
    return found


def _lock(ctx, found, seizure):
    """Lock all providers that are concerned; return {uuid: id} of them."""
    uuids = set(found) | (seizure.provider_uuids if seizure else set())
    ids = seizure.held_provider_ids if seizure else ()
    provider_ids = claiming.lock_providers(ctx, uuids, ids)
    if seizure:
        seizure.require(provider_ids)
    return provider_ids
