"""From bodies about allocations to the claims that they make."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import formats
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.web import errors


def several(req, bodies):
    """Return the claims in {consumer uuid: body}."""
    found = [
        _claim(req, _normal(uuid), body, body['allocations'])
        for uuid, body in bodies.items()
    ]
    named = {each.claimant.uuid for each in found}
    if len(named) < len(found):
        raise errors.InvalidBody(
            reason='a consumer is named in several writings of its UUID',
            error=None,
        )
    _bound(found)
    return found


def one(req, uuid, body):
    """Return the claim of one consumer, in the form of its version."""
    allocations = body['allocations']
    if req.version < versions.KEYED_ALLOCATIONS:
        allocations = {
            each['resource_provider']['uuid']: each for each in allocations
        }
    found = _claim(req, uuid, body, allocations)
    _bound([found])
    return found


def _claim(req, uuid, body, allocations):
    return claims.Claim(
        claimant=_claimant(req, uuid, body),
        wanted={
            provider: {
                # A body may write 8 as 8.0.
                name: int(amount)
                for name, amount in each['resources'].items()
            }
            for provider, each in allocations.items()
        },
    )


def _claimant(req, uuid, body):
    options = req.ctx.conf.placement
    owner = consumer.Owner(
        project=body.get('project_id', options.incomplete_consumer_project_id),
        user=body.get('user_id', options.incomplete_consumer_user_id),
    )
    return consumer.Claimant(
        uuid=uuid,
        owner=owner,
        generation=body.get('consumer_generation', consumer.ANY),
        type=body.get('consumer_type'),
    )


def _normal(uuid):
    # What is of the length of a UUID need not be one.
    return uuids.normal(uuid) if uuidutils.is_uuid_like(uuid) else uuid


def _bound(found):
    count = sum(len(each.amounts) or 1 for each in found)
    if count > formats.MAX_ITEMS:
        raise errors.InvalidBody(
            reason=f'{count} amounts are more than {formats.MAX_ITEMS}',
            error=None,
        )
