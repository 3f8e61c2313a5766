"""`/resource_providers` and `/resource_providers/{uuid}`."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement.schemas import (
    resource_provider as schema,
)
from placement_inv.objects.placement import provider
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)


def url(req, uuid):
    return f'{req.application_url}/resource_providers/{uuid}'


@endpoint('placement:resource_providers:create', consumes=_JSON)
def create(req):
    """Create a provider; 201 with its place."""
    body = req.json(schema.POST)
    uuid = body.get('uuid') or uuidutils.generate_uuid()
    provider.create(req.ctx, uuid, body['name'])
    return response.created(url(req, uuid))


@endpoint('placement:resource_providers:show')
def show(req):
    """Show one provider."""
    found = provider.get(req.ctx, req.path_items['uuid'])
    return response.json(_present(req, found))


def _present(req, found):
    base = f'{req.script_name}/resource_providers/{found.uuid}'
    links = (
        ('self', ''),
        ('inventories', '/inventories'),
        ('usages', '/usages'),
    )
    return {
        'uuid': found.uuid,
        'name': found.name,
        'generation': found.generation,
        'links': [{'rel': rel, 'href': base + path} for rel, path in links],
    }
