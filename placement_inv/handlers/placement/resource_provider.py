"""`/resource_providers` and `/resource_providers/{uuid}`."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import bodies
from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import provider_text
from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import capabilities
from placement_inv.handlers.placement.query import providers as query
from placement_inv.handlers.placement.schemas import (
    resource_provider as schema,
)
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import provider_tree
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_providers'


def url(req, uuid):
    return f'{req.application_url}/resource_providers/{uuid}'


@endpoint(f'{_RULE}:list')
def list_all(req):
    """List the providers that match the query."""
    provider_filter = query.parse(
        req.query(schema.GET), capabilities.at_version(req.version)
    )
    nodes = provider_tree.list_matching(req.ctx, provider_filter)
    write = _writer(req)
    return response.json(
        {'resource_providers': [write(node) for node in nodes]},
        headers=freshness.headers(req, *(node.updated_at for node in nodes)),
    )


@endpoint(f'{_RULE}:create', consumes=_JSON, produces=())
def create(req):
    """Create a provider; from PROVIDER_AFTER_POST on, show it, too."""
    body = req.json(schema.POST)
    uuid = uuids.normalize(body.get('uuid') or uuidutils.generate_uuid())
    node = provider_tree.create(
        req.ctx, uuid, body['name'], body.get('parent_provider_uuid')
    )
    if req.version < versions.PROVIDER_AFTER_POST:
        return response.created_response(url(req, uuid))
    answer = _answer(req, node)
    answer.headers['Location'] = url(req, uuid)
    return answer


@endpoint(f'{_RULE}:show')
def show(req):
    """Show one provider."""
    return _answer(req, provider_tree.get(req.ctx, req.path_items['uuid']))


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def update(req):
    """Rename a provider, or move it to another parent."""
    body = bodies.read_provider_body(req, schema.PUT)
    node = provider_tree.update(
        req.ctx,
        req.path_items['uuid'],
        body['name'],
        body.get('parent_provider_uuid', provider_tree.KEEP),
        may_move=req.version >= versions.REPARENTING,
    )
    return _answer(req, node)


@endpoint(f'{_RULE}:delete', produces=())
def delete(req):
    """Delete a provider with its inventories, aggregates and traits."""
    provider.delete(req.ctx, req.path_items['uuid'])
    return response.no_content()


def _writer(req):
    return provider_text.create_writer(
        f'{req.script_name}/resource_providers', req.version
    )


def _answer(req, node):
    return response.json(
        _writer(req)(node),
        headers=freshness.headers(req, node.updated_at),
    )
