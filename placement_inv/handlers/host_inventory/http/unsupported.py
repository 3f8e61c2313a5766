"""Lists of the resources that only AWX has: always empty.

Some commands and modules of AWX's clients read them in any case, and fail if
one is missing or if the root does not name it.
"""

import dataclasses
from typing import Any

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import update
from placement_inv.web.endpoint import endpoint

#: The last parts of the paths of these lists.
NOUNS = (
    'applications',
    'credential_types',
    'credentials',
    'execution_environments',
    'instance_groups',
    'job_templates',
    'labels',
    'notification_templates',
    'projects',
    'schedules',
    'system_job_templates',
    'workflow_job_templates',
)
#: The lists of teams and users, which were empty before this version.
_FORMER_UNTIL = versions.TENANTS
_FORMER = (
    '/api/v2/teams',
    '/api/v2/organizations/{id}/admins',
    '/api/v2/organizations/{id}/teams',
    '/api/v2/organizations/{id}/users',
)
_NOTICES = (
    'notification_templates_started',
    'notification_templates_success',
    'notification_templates_error',
)


@dataclasses.dataclass(frozen=True)
class UnsupportedList:
    """The empty lists below rows of one kind."""

    #: The policy rule for reading such rows.
    rule: str
    model: str
    #: A function: (ctx, key) -> the row; raises NoMatch.
    find: Any
    #: The last parts of the paths of the lists.
    names: tuple[str, ...]
    since: Any = versions.FIRST
    #: The first version in which they are other lists.
    until: Any = None


def _update(ctx, key):
    # An update has no name that a path could contain.
    if not isinstance(key, int):
        raise errors.NoMatch(model=update.MODEL)
    return update.get(ctx, key)


_BELOW = {
    'organizations': UnsupportedList(
        'host_inventory:organizations:read',
        organization.MODEL,
        organization.resolve,
        (
            'applications',
            'credentials',
            'execution_environments',
            'galaxy_credentials',
            'instance_groups',
            'job_templates',
            'notification_templates',
            'notification_templates_approvals',
            *_NOTICES,
            'projects',
            'workflow_job_templates',
        ),
    ),
    'inventories': UnsupportedList(
        'host_inventory:inventories:read',
        host_inventory.MODEL,
        host_inventory.resolve,
        ('ad_hoc_commands', 'instance_groups', 'job_templates', 'labels'),
    ),
    'hosts': UnsupportedList(
        'host_inventory:hosts:read',
        host.MODEL,
        host.resolve,
        (
            'ad_hoc_command_events',
            'ad_hoc_commands',
            'job_events',
            'job_host_summaries',
        ),
    ),
    'groups': UnsupportedList(
        'host_inventory:groups:read',
        group.MODEL,
        group.resolve,
        ('ad_hoc_commands', 'job_events', 'job_host_summaries'),
    ),
    'inventory_sources': UnsupportedList(
        'host_inventory:sources:read',
        source.MODEL,
        source.resolve,
        ('credentials', *_NOTICES, 'schedules'),
        versions.INVENTORY_SOURCES,
    ),
    'inventory_updates': UnsupportedList(
        'host_inventory:updates:read',
        update.MODEL,
        _update,
        ('credentials', 'notifications'),
        versions.INVENTORY_SOURCES,
    ),
}


@endpoint('host_inventory:inventories:read')
def index(req):
    """List nothing."""
    return _nothing(req)


@endpoint('host_inventory:inventories:read', until=_FORMER_UNTIL)
def _index_former(req):
    """List nothing."""
    return _nothing(req)


def routes():
    """Return {pattern: {method: endpoint}} of all these lists."""
    return {
        **{f'/api/v2/{noun}': {'GET': index} for noun in NOUNS},
        **{
            f'/api/v2/{noun}/{{id}}/{name}': {'GET': _index_of(below)}
            for noun, below in _BELOW.items()
            for name in below.names
        },
    }


def former_routes():
    """Return {pattern: endpoint of GET} of lists that rows came to later."""
    below = dataclasses.replace(_BELOW['organizations'], until=_FORMER_UNTIL)
    return {
        pattern: (_index_of(below) if '{id}' in pattern else _index_former)
        for pattern in _FORMER
    }


def related_names(noun):
    """Return the pairs for `urls.related_urls` of the rows of a noun."""
    below = _BELOW[noun]
    return urls.from_version(below.since, *below.names)


def _index_of(below):
    @endpoint(below.rule, since=below.since, until=below.until)
    def index_below(req):
        """List nothing, below a row that exists."""
        below.find(req.ctx, urls.key(req, below.model))
        return _nothing(req)

    return index_below


def _nothing(req):
    return pagination.answer(req, list_page.Page((), 0, 1, 1), dict)
