"""`/traits`, `/traits/{name}` and `/resource_providers/{uuid}/traits`."""

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import traits as query
from placement_inv.handlers.placement.schemas import trait as schema
from placement_inv.objects.placement import trait
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:traits'
_PROVIDER_RULE = 'placement:resource_providers:traits'
_SINCE = versions.TRAITS


@endpoint(f'{_RULE}:list', since=_SINCE)
def list_all(req):
    """List traits, filtered by name and by whether a provider has them."""
    traits = trait.list_all(req.ctx, **query.parse(req.query(schema.GET)))
    return response.json(
        {'traits': [each.name for each in traits]},
        headers=_freshness(req, traits),
    )


@endpoint(f'{_RULE}:show', since=_SINCE, produces=())
def show(req):
    """Tell by 204 or 404 whether a trait exists."""
    one_trait = trait.get(req.ctx, req.path_items['name'])
    return response.no_content(headers=_freshness(req, [one_trait]))


@endpoint(f'{_RULE}:update', since=_SINCE, produces=())
def ensure(req):
    """Create a custom trait if there is none: 201 or 204."""
    name = req.path_items['name']
    one_trait, is_new = trait.ensure(req.ctx, name)
    return response.with_location(
        f'{req.application_url}/traits/{name}',
        status=201 if is_new else 204,
        headers=_freshness(req, [one_trait]),
    )


@endpoint(f'{_RULE}:delete', since=_SINCE, produces=())
def delete(req):
    """Delete a custom trait."""
    trait.delete(req.ctx, req.path_items['name'])
    return response.no_content()


@endpoint(f'{_PROVIDER_RULE}:list', since=_SINCE)
def list_of_provider(req):
    """List the traits of a provider."""
    provider_and_traits = trait.list_of_provider(
        req.ctx, req.path_items['uuid']
    )
    return _present(req, *provider_and_traits)


@endpoint(
    f'{_PROVIDER_RULE}:update', since=_SINCE, consumes=_JSON, produces=()
)
def replace(req):
    """Replace the traits of a provider by those in the body."""
    body = req.json(schema.PUT)
    provider_and_traits = trait.replace(
        req.ctx,
        req.path_items['uuid'],
        body['resource_provider_generation'],
        body['traits'],
    )
    return _present(req, *provider_and_traits)


@endpoint(f'{_PROVIDER_RULE}:delete', since=_SINCE, produces=())
def delete_all_of_provider(req):
    """Delete all traits of a provider."""
    trait.replace(req.ctx, req.path_items['uuid'], None, [])
    return response.no_content()


def _present(req, provider, traits):
    return response.json(
        {
            'traits': [each.name for each in traits],
            'resource_provider_generation': provider.generation,
        },
        headers=_freshness(req, traits),
    )


def _freshness(req, traits):
    return freshness.headers(req, *(each.updated_at for each in traits))
