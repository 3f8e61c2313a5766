"""Small parts that the bodies of several resources share."""

from placement_inv.handlers.host_inventory import links


def moment(naive):
    """Return a moment (naive UTC) as RFC 3339 text."""
    return naive.isoformat(timespec='microseconds') + 'Z'


def identity(req, row, noun, kind, related, summary_fields):
    """Return the keys that every resource's body begins with."""
    return {
        'id': row.id,
        'type': kind,
        'url': links.url(req, noun, row.id),
        'related': related,
        'summary_fields': summary_fields,
        'created': moment(row.created_at),
        'modified': moment(row.updated_at),
        'name': row.name,
        'description': row.description,
    }


def capabilities(req, rule):
    """Return what the caller may do with rows that `rule` protects."""
    allowed = req.ctx.may(rule)
    return {'edit': allowed, 'delete': allowed}


def inventory_summary(summary):
    """Return an inventory as the bodies of its hosts and groups show it."""
    totals = summary.totals
    return {
        'id': summary.id,
        'name': summary.name,
        'description': summary.description,
        **inventory_totals(totals),
        'organization_id': summary.organization_id,
        'kind': summary.kind,
    }


def inventory_totals(totals):
    """Return the computed fields of an inventory.

    No job has run on any host, so none has failed.
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
