"""`/resource_providers/{uuid}/usages` and `/usages`."""

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import parameters
from placement_inv.handlers.placement.schemas import usage as schema
from placement_inv.objects.placement import usage
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint


@endpoint('placement:resource_providers:usages')
def get_of_provider(req):
    """Show how much of each class is allocated at a provider."""
    provider, used = usage.get_of_provider(req.ctx, req.path_items['uuid'])
    return response.json(
        {
            'resource_provider_generation': provider.generation,
            'usages': used,
        },
        headers=freshness.headers(req),
    )


def _project(req):
    return {'project_id': req.GET.get('project_id')}


@endpoint('placement:usages', target=_project, since=versions.PROJECT_USAGES)
def get_of_project(req):
    """Show how much of each class a project, or one of its users, uses."""
    values = req.query(schema.GET)
    project, user, consumer_type = (
        parameters.last_value(values, name)
        for name in ('project_id', 'user_id', 'consumer_type')
    )
    if req.version >= versions.CONSUMER_TYPES:
        usages_by_type = usage.get_by_type(
            req.ctx, project, user, consumer_type
        )
        usages = {
            name: {**used, 'consumer_count': count}
            for name, (count, used) in usages_by_type.items()
        }
    else:
        usages = usage.get_of_project(req.ctx, project, user)
    return response.json({'usages': usages}, headers=freshness.headers(req))
