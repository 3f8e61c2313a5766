"""`/resource_providers` and `/resource_providers/{uuid}`."""

from oslo_utils import uuidutils

from placement_inv import exceptions
from placement_inv.handlers.placement import bodies
from placement_inv.handlers.placement import query
from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import (
    resource_provider as schema,
)
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import provider_filters
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_providers'

#: Links below a provider and the versions that have them.
_LINKS = (
    ('inventories', versions.FIRST),
    ('usages', versions.FIRST),
    ('aggregates', versions.AGGREGATES),
    ('traits', versions.TRAITS),
)


def url(req, uuid):
    return f'{req.application_url}/resource_providers/{uuid}'


@endpoint(f'{_RULE}:list')
def list_all(req):
    """List the providers that the query asks for."""
    wanted = _filter(req.query(schema.GET))
    with exceptions.during(
        'Invalid resource class in resources parameter',
        errors.UnknownResourceClass,
    ):
        found = provider.list_matching(req.ctx, wanted)
    return response.json(
        {'resource_providers': [_present(req, each) for each in found]}
    )


@endpoint(f'{_RULE}:create', consumes=_JSON, produces=())
def create(req):
    """Create a provider; 201 with its place."""
    body = req.json(schema.POST)
    uuid = uuids.normal(body.get('uuid') or uuidutils.generate_uuid())
    provider.create(req.ctx, uuid, body['name'])
    return response.created(url(req, uuid))


@endpoint(f'{_RULE}:show')
def show(req):
    """Show one provider."""
    found = provider.get(req.ctx, req.path_items['uuid'])
    return response.json(_present(req, found))


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def update(req):
    """Give a provider another name."""
    body = bodies.about_provider(req, schema.PUT)
    renamed = provider.rename(req.ctx, req.path_items['uuid'], body['name'])
    return response.json(_present(req, renamed))


@endpoint(f'{_RULE}:delete', produces=())
def delete(req):
    """Delete a provider with its inventories, aggregates and traits."""
    uuid = req.path_items['uuid']
    with exceptions.during(
        f'Unable to delete resource provider {uuid}', errors.ProviderInUse
    ):
        provider.delete(req.ctx, uuid)
    return response.no_content()


def _filter(asked):
    return provider_filters.ProviderFilter(
        name=query.last(asked, 'name'),
        uuid=query.last(asked, 'uuid'),
        member_of=query.member_of(asked.get('member_of', ())),
        resources=(
            query.resources(asked['resources'][-1])
            if 'resources' in asked
            else ()
        ),
    )


def _present(req, found):
    base = f'{req.script_name}/resource_providers/{found.uuid}'
    links = [{'rel': 'self', 'href': base}]
    links.extend(
        {'rel': rel, 'href': f'{base}/{rel}'}
        for rel, since in _LINKS
        if req.version >= since
    )
    return {
        'uuid': found.uuid,
        'name': found.name,
        'generation': found.generation,
        'links': links,
    }
