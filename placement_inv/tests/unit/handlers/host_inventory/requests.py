"""Requests as handlers receive them, without a service behind them."""

import datetime
import types

from placement_inv.handlers.host_inventory import versions
from placement_inv.web import request

CREATED_AT = datetime.datetime(2026, 1, 2, 3, 4, 5)
UPDATED_AT = datetime.datetime(2026, 1, 2, 3, 4, 6)
NOBODY = types.SimpleNamespace(created_by=None, modified_by=None)


def make(
    path='/',
    version=versions.history.last,
    path_items=None,
    services=None,
    may=True,
    **options,
):
    """Return a request of a caller who may do everything, or nothing."""
    req = request.Request.blank(path, **options)
    req.version = version
    req.path_items = path_items or {}
    req.environ[request.CONTEXT_KEY] = types.SimpleNamespace(
        may=lambda _rule: may,
        can=lambda _rule, _target=None: None,
        services=services,
        actor_id=None,
        access=None,
        user_id='alice',
        conf=types.SimpleNamespace(
            api=types.SimpleNamespace(max_request_body_size=1024 * 1024),
            host_inventory=types.SimpleNamespace(max_page_size=200),
        ),
    )
    return req


def summary(**values):
    """Return an inventory as its hosts, groups and sources refer to it."""
    return types.SimpleNamespace(
        **{
            'id': 5,
            'name': 'Production',
            'description': '',
            'kind': '',
            'organization_id': 3,
            'organization_name': 'Default',
            'organization_description': '',
            'totals': types.SimpleNamespace(
                hosts=2, groups=1, sources=1, failed_sources=0
            ),
            **values,
        }
    )


def row(**values):
    """Return a row with what all rows have, and some values."""
    return types.SimpleNamespace(
        **{
            'id': 7,
            'created_at': CREATED_AT,
            'updated_at': UPDATED_AT,
            'authors': NOBODY,
            'host_inventory_id': 5,
            'inventory': summary(),
            'name': 'web',
            'description': '',
            'variables': '',
            'generation': 4,
            'managed_by': (),
            'is_administered': True,
            **values,
        }
    )
