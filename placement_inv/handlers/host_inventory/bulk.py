"""`/bulk/`: many hosts in one request, all of them or none."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import host_body
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import bulk as forms
from placement_inv.objects.host_inventory import host_bulk
from placement_inv.objects.host_inventory import refusals
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_SINCE = versions.BULK_HOSTS
#: What AWX calls its settings, which its clients know.
_MAX_CREATE = 'BULK_HOST_MAX_CREATE'
_MAX_DELETE = 'BULK_HOST_MAX_DELETE'
_SHOWN = ('name', 'enabled', 'instance_id', 'description', 'variables')


@endpoint(_READ, since=_SINCE)
def index(req):
    """Say what can be done in bulk."""
    return response.json(
        {
            name: links.url(req, 'bulk', name)
            for name in ('host_create', 'host_delete')
        }
    )


@endpoint(_READ, since=_SINCE)
def show_create(_req):
    """Say what a POST to here does."""
    return response.json({'detail': 'Bulk create hosts with this endpoint'})


@endpoint(_READ, since=_SINCE)
def show_delete(_req):
    """Say what a POST to here does."""
    return response.json({'detail': 'Bulk delete hosts with this endpoint'})


@endpoint(host_body.WRITE, since=_SINCE)
def create_hosts(req):
    """Create hosts in an inventory."""
    document = body.read(req)
    if _count(document) > req.ctx.conf.host_inventory.max_bulk_hosts:
        raise refusals.TooManyHosts(setting=_MAX_CREATE)
    values = forms.CREATE.read(document, req.version, Mode.CREATE)
    inventory_id = values['host_inventory_id']
    made = host_bulk.create(req.ctx, inventory_id, values['hosts'])
    inventory = links.url(req, 'inventories', inventory_id)
    return response.json(
        {
            'url': inventory,
            'hosts': [_made(req, inventory, *each) for each in made],
        },
        status=201,
    )


@endpoint(host_body.WRITE, since=_SINCE)
def delete_hosts(req):
    """Delete hosts of any inventories."""
    document = body.read(req)
    most, count = req.ctx.conf.host_inventory.max_bulk_hosts, _count(document)
    if count > most:
        raise exceptions.InvalidFields(
            fields={
                'ERROR': [str(refusals.TooManyHosts(setting=_MAX_DELETE))],
                _MAX_DELETE: [str(most)],
                'Hosts_count': [str(count)],
            }
        )
    values = forms.DELETE.read(document, req.version, Mode.CREATE)
    names = host_bulk.delete(req.ctx, values['hosts'])
    return response.json(
        {
            'hosts': {
                str(host_id): f'The host {name} was deleted'
                for host_id, name in names.items()
            }
        },
        status=201,
    )


def _count(document):
    hosts = document.get('hosts')
    return len(hosts) if isinstance(hosts, list) else 0


def _made(req, inventory, host_id, values):
    return {
        **{name: values[name] for name in _SHOWN},
        'id': host_id,
        'url': links.url(req, host_body.NOUN, host_id),
        'inventory': inventory,
    }
