"""Parses the bodies of writes of allocations into claims."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import formats
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.web import errors


def parse_claims(req, bodies):
    """Return the Claims of {consumer uuid: body}.

    Raises InvalidBody where two keys name one consumer, and where there are
    too many amounts.
    """
    new_claims = [
        _create_claim(req, _normalize(uuid), body, body['allocations'])
        for uuid, body in bodies.items()
    ]
    uuids_of_consumers = {each.consumer.uuid for each in new_claims}
    if len(uuids_of_consumers) < len(new_claims):
        raise errors.InvalidBody(
            reason='two spellings of a UUID name the same consumer',
            error=None,
        )
    _check_size(new_claims)
    return new_claims


def parse_claim(req, uuid, body):
    """Return the Claim in a body that has the form of the request's version.

    Raises InvalidBody where there are too many amounts.
    """
    allocations = body['allocations']
    if req.version < versions.KEYED_ALLOCATIONS:
        allocations = {
            each['resource_provider']['uuid']: each for each in allocations
        }
    claim = _create_claim(req, uuid, body, allocations)
    _check_size([claim])
    return claim


def _create_claim(req, uuid, body, allocations):
    return claims.Claim(
        consumer=_parse_consumer(req, uuid, body),
        allocations={
            provider: {
                # A body may write 8 as 8.0.
                name: int(amount)
                for name, amount in each['resources'].items()
            }
            for provider, each in allocations.items()
        },
    )


def _parse_consumer(req, uuid, body):
    options = req.ctx.conf.placement
    owner = consumer.Owner(
        project=body.get('project_id', options.incomplete_consumer_project_id),
        user=body.get('user_id', options.incomplete_consumer_user_id),
    )
    return consumer.ConsumerRequest(
        uuid=uuid,
        owner=owner,
        generation=body.get('consumer_generation', consumer.ANY),
        type=body.get('consumer_type'),
    )


def _normalize(uuid):
    # The schema checks the characters and the length only.
    return uuids.normalize(uuid) if uuidutils.is_uuid_like(uuid) else uuid


def _check_size(new_claims):
    count = sum(len(each.amounts) or 1 for each in new_claims)
    if count > formats.MAX_ITEMS:
        raise errors.InvalidBody(
            reason=f'{count} amounts are more than {formats.MAX_ITEMS}',
            error=None,
        )
