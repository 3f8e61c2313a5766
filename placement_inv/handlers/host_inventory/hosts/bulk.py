"""`/bulk/`, `host_create/` and `host_delete/`: all hosts or none."""

import hashlib
import json
import re

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import bulk_fields as forms
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import idempotency
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_SINCE = versions.BULK_HOSTS
_OPERATIONS = (
    ('host_create', versions.BULK_HOSTS),
    ('host_delete', versions.BULK_HOSTS),
    ('host_upsert', versions.BULK_EDITS),
    ('host_patch', versions.BULK_EDITS),
    ('host_associate', versions.BULK_EDITS),
)
#: The names of the limits in AWX, which its clients know.
_MAX_CREATE = 'BULK_HOST_MAX_CREATE'
_MAX_DELETE = 'BULK_HOST_MAX_DELETE'
_KEY = 'Idempotency-Key'
_REPLAYED = 'Idempotent-Replayed'


@endpoint(_READ, since=_SINCE)
def index(req):
    """List the bulk operations."""
    return response.json(
        {
            name: urls.url(req, 'bulk', name)
            for name, since in _OPERATIONS
            if req.version >= since
        }
    )


@endpoint(_READ, since=_SINCE)
def show_create(_req):
    """Describe a POST to this path."""
    return response.json({'detail': 'Bulk create hosts with this endpoint'})


@endpoint(_READ, since=_SINCE)
def show_delete(_req):
    """Describe a POST to this path."""
    return response.json({'detail': 'Bulk delete hosts with this endpoint'})


@endpoint(representation.WRITE, since=_SINCE)
def create_hosts(req):
    """Create hosts in an inventory."""
    document = body.read(req)
    if count(document) > req.ctx.conf.host_inventory.max_bulk_hosts:
        raise errors.TooManyHosts(setting=_MAX_CREATE)
    values = forms.CREATE.read(document, req.version, Mode.CREATE)
    inventory_id = values['host_inventory_id']
    inventory = urls.url(req, 'inventories', inventory_id)
    above = urls.url(req, representation.NOUN)

    def work():
        rows = bulk_create_delete.create(
            req.ctx, inventory_id, values['hosts']
        )
        return {
            'url': inventory,
            'hosts': [
                {
                    **forms.represent(host_values),
                    'id': host_id,
                    'url': f'{above}{host_id}/',
                    'inventory': inventory,
                }
                for host_id, host_values in rows
            ],
        }

    return answer_once(req, document, work, status=201)


@endpoint(representation.WRITE, since=_SINCE)
def delete_hosts(req):
    """Delete hosts of any inventories."""
    document = body.read(req)
    most = req.ctx.conf.host_inventory.max_bulk_hosts
    if count(document) > most:
        raise exceptions.InvalidFields(
            fields={
                'ERROR': [str(errors.TooManyHosts(setting=_MAX_DELETE))],
                _MAX_DELETE: [str(most)],
                'Hosts_count': [str(count(document))],
            }
        )
    values = forms.DELETE.read(document, req.version, Mode.CREATE)

    def work():
        names = bulk_create_delete.delete(req.ctx, values['hosts'])
        return {
            'hosts': {
                str(host_id): f'The host {name} was deleted'
                for host_id, name in names.items()
            }
        }

    return answer_once(req, document, work, status=201)


def answer_once(req, document, work, status=200):
    """Return the answer with the result of `work`.

    A repeated request with an Idempotency-Key gets the first result again.
    Raises InvalidKey or KeyReused.
    """
    key = req.headers.get(_KEY)
    if key is None or req.version < versions.BULK_EDITS:
        return response.json(work(), status=status)
    if not re.fullmatch('[!-~]{1,255}', key):
        raise errors.InvalidKey()
    digest = _digest(req, document)
    answer, again = idempotency.run_once(req.ctx, key, digest, work)
    headers = {_REPLAYED: 'true'} if again else None
    return response.json(answer, status=status, headers=headers)


def _digest(req, document):
    text = json.dumps(
        [req.path_info.rstrip('/'), str(req.version), document],
        sort_keys=True,
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def count(document):
    """Return the number of hosts in a body; 0 if it has no list of them."""
    hosts = document.get('hosts')
    return len(hosts) if isinstance(hosts, list) else 0
