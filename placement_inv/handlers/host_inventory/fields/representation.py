"""Parts of bodies that several resources share."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles

_SUMMARIES = 'placement_inv.host_inventory.summaries'


def moment(naive):
    """Return a datetime (naive, in UTC) as RFC 3339 text."""
    return naive.isoformat(timespec='microseconds') + 'Z'


def identity(req, row, noun, kind, related_urls, summary_fields):
    """Return the first keys of a resource's body, before those of its form.

    `noun` is the last part of the path of its list, `kind` its type.
    """
    author_summaries = _authors(row.authors)
    return {
        'id': row.id,
        'type': kind,
        'url': urls.url(req, noun, row.id),
        'related': {
            **related_urls,
            **{
                role: urls.url(req, 'users', author.id)
                for role, author in author_summaries.items()
            },
        },
        'summary_fields': {
            **summary_fields,
            **{
                role: user_summary(author)
                for role, author in author_summaries.items()
            },
        },
        'created': moment(row.created_at),
        'modified': moment(row.updated_at),
    }


def user_summary(author):
    """Return the summary of a user in `summary_fields`."""
    return {
        'id': author.id,
        'username': author.username,
        'first_name': '',
        'last_name': '',
    }


def capabilities(req, rule, kind, row_id):
    """Return the capabilities of the caller to write a row.

    `kind` is one of `row_roles`.
    """
    may_write = may(req, rule, kind, row_id)
    return {'edit': may_write, 'delete': may_write}


def may(req, rule, kind, row_id, role=roles.ADMIN):
    """Tell whether the policy and the caller's roles on a row allow a use."""
    return req.ctx.may(rule) and row_roles.has(req.ctx, kind, row_id, role)


def summary_of_roles(req, kind, object_id):
    """Return {'object_roles': {field: summary}} of an object; {} before.

    Objects have roles from a version on.
    """
    if req.version < versions.TENANTS:
        return {}
    return {'object_roles': _object_roles(kind, object_id)}


def _object_roles(kind, object_id):
    return {
        roles.field_name(role.name): {
            'description': role.description,
            'name': role.label,
            'id': roles.role_id(kind, object_id, role.name),
            **({'user_only': True} if role.is_for_users else {}),
        }
        for role in roles.of_kind(kind)
    }


def managers(req, row):
    """Return {'managed_by': sources} of a host or group."""
    if req.version < versions.MANAGED_BY:
        return {}
    return {
        'managed_by': [
            {'id': source.id, 'name': source.name} for source in row.managed_by
        ]
    }


def named_url_in_inventory(req, noun, row):
    """Return {'named_url': path} of a host, group or source."""
    inventory = row.inventory
    return urls.named_url(
        req, noun, row.name, inventory.name, inventory.organization_name
    )


def organization_summary(summary):
    """Return {'organization': summary} of an inventory; {} without one."""
    if summary.organization_id is None:
        return {}
    return {
        'organization': {
            'id': summary.organization_id,
            'name': summary.organization_name,
            'description': summary.organization_description,
        }
    }


def inventory_summary(req, summary):
    """Return the summary of an inventory, for its hosts, groups and sources.

    PERF: the rows of a page share few inventories; each document is built
    once a request.
    """
    cache = req.environ.setdefault(_SUMMARIES, {})
    summary_before = cache.get(id(summary))
    if summary_before is None or summary_before[0] is not summary:
        summary_before = cache[id(summary)] = summary, _inventory(req, summary)
    return summary_before[1]


def _inventory(req, summary):
    document = {
        'id': summary.id,
        'name': summary.name,
        'description': summary.description,
        **inventory_totals(summary.totals),
        'organization_id': summary.organization_id,
    }
    if req.version >= versions.SMART_INVENTORIES:
        document['kind'] = summary.kind
    return document


def inventory_totals(totals):
    """Return the computed fields of an inventory.

    The service runs no jobs on hosts, so that no host has failed.
    """
    return {
        'has_active_failures': False,
        'total_hosts': totals.hosts,
        'hosts_with_active_failures': 0,
        'total_groups': totals.groups,
        'has_inventory_sources': totals.sources > 0,
        'total_inventory_sources': totals.sources,
        'inventory_sources_with_failures': totals.failed_sources,
    }


def _authors(authors):
    return {
        role: author
        for role, author in (
            ('created_by', authors.created_by),
            ('modified_by', authors.modified_by),
        )
        if author
    }
