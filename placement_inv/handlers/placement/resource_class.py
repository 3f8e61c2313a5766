"""`/resource_classes` and `/resource_classes/{name}`."""

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import resource_class as schema
from placement_inv.objects.placement import resource_class
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_classes'
_SINCE = versions.RESOURCE_CLASSES


@endpoint(f'{_RULE}:list', since=_SINCE)
def list_all(req):
    """List all resource classes."""
    classes = resource_class.list_all(req.ctx)
    return response.json(
        {'resource_classes': [_present(req, each.name) for each in classes]},
        headers=freshness.headers(req, *(each.updated_at for each in classes)),
    )


@endpoint(f'{_RULE}:create', since=_SINCE, consumes=_JSON, produces=())
def create(req):
    """Create a custom resource class."""
    name = req.json(schema.POST)['name']
    resource_class.create(req.ctx, name)
    return response.created_response(_url(req, name))


@endpoint(f'{_RULE}:show', since=_SINCE)
def show(req):
    """Show one resource class."""
    one_class = resource_class.get(req.ctx, req.path_items['name'])
    return response.json(
        _present(req, one_class.name),
        headers=freshness.headers(req, one_class.updated_at),
    )


@endpoint(
    f'{_RULE}:update',
    since=_SINCE,
    until=versions.IDEMPOTENT_CLASS_PUT,
    consumes=_JSON,
    produces=(),
)
def rename(req):
    """Rename a custom resource class."""
    new_name = req.json(schema.PUT)['name']
    resource_class.rename(req.ctx, req.path_items['name'], new_name)
    return response.json(_present(req, new_name))


@endpoint(f'{_RULE}:update', since=versions.IDEMPOTENT_CLASS_PUT, produces=())
def ensure(req):
    """Create a custom resource class if there is none: 201 or 204."""
    name = req.path_items['name']
    schema.PUT.check_body({'name': name})
    is_new = resource_class.ensure(req.ctx, name)
    return response.with_location(
        _url(req, name), status=201 if is_new else 204
    )


@endpoint(f'{_RULE}:delete', since=_SINCE, produces=())
def delete(req):
    """Delete a custom resource class."""
    resource_class.delete(req.ctx, req.path_items['name'])
    return response.no_content()


def _url(req, name):
    return f'{req.application_url}/resource_classes/{name}'


def _present(req, name):
    href = f'{req.script_name}/resource_classes/{name}'
    return {'name': name, 'links': [{'rel': 'self', 'href': href}]}
