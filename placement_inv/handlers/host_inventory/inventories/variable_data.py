"""`…/variable_data/`: the variables of a row as a document."""

import yaml

from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:{}:read'
_WRITE = 'host_inventory:{}:write'
_PRODUCED = ('application/json', *body.YAML)


def routes(noun):
    """Return {method: endpoint} for the variables of the rows of `noun`."""
    model = _MODELS[noun]

    @endpoint(_READ.format(noun), produces=_PRODUCED)
    def show(req):
        """Show the variables."""
        row = variable_data.get(req.ctx, model, urls.key(req, model))
        return answer(req, row)

    @endpoint(_WRITE.format(noun), produces=_PRODUCED)
    def replace(req):
        """Replace all the variables."""
        mapping = body.read_variables(req)
        variable_data.replace(
            req.ctx,
            model,
            urls.key(req, model),
            mapping,
            etags.precondition(req),
        )
        return answer(req, mapping)

    # As in AWX, both replace all variables.
    return {'GET': show, 'PUT': replace, 'PATCH': replace}


_MODELS = {
    'inventories': host_inventory.MODEL,
    'hosts': host.MODEL,
    'groups': group.MODEL,
}


def answer(req, mapping):
    """Return variables as JSON or YAML, whichever the caller prefers."""
    offers = req.accept.acceptable_offers(_PRODUCED)
    media_type = offers[0][0] if offers else _PRODUCED[0]
    if req.GET.get('format') == 'yaml' or media_type in body.YAML:
        text = yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False)
        return response.text(text, content_type='application/yaml')
    return response.json(mapping)
