"""`/hosts/{id}/ansible_facts/`: what a host said of itself."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import facts
from placement_inv.objects.host_inventory import host
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_WRITE = 'host_inventory:hosts:write'


@endpoint(_READ, since=versions.FACTS)
def show(req):
    """Show the facts of a host."""
    found, original = facts.find(req.ctx, _key(req))
    if original is None:
        return response.json(found)
    place = links.url(req, 'hosts', original, 'ansible_facts')
    return response.placed(place, status=302)


@endpoint(_WRITE, since=versions.FACTS)
def replace(req):
    """Replace all the facts of a host."""
    return response.json(facts.replace(req.ctx, _key(req), _document(req)))


@endpoint(_WRITE, since=versions.FACTS)
def merge(req):
    """Add facts to those of a host; what is not named stays."""
    return response.json(facts.merge(req.ctx, _key(req), _document(req)))


@endpoint(_WRITE, since=versions.FACTS)
def delete(req):
    """Forget the facts of a host."""
    facts.delete(req.ctx, _key(req))
    return response.no_content()


def _document(req):
    return body.read(req, limit=req.ctx.conf.host_inventory.max_facts_size)


def _key(req):
    return links.key(req, host.MODEL)
