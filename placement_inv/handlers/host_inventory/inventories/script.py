"""`/inventories/{id}/script/` and `…/tree/`: a whole inventory."""

import re

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.groups import (
    representation as group_representation,
)
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import tree as group_tree
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:inventories:read'


@endpoint(_READ)
def show(req):
    """Show an inventory as Ansible reads it, or the variables of one host."""
    key = urls.key(req, host_inventory.MODEL)
    name = req.GET.get('host')
    if name:
        return response.json(
            script.get_of_host(req.ctx, key, name, _parse_options(req))
        )
    options = _parse_options(req)
    if not options.hostvars:
        return response.json(script.get_of_inventory(req.ctx, key, options))
    document = script.get_of_inventory(req.ctx, key, options, response.members)
    members = document.pop('_meta')['hostvars']
    return response.json_with_end(
        document, b'"_meta":{"hostvars":{', *members, b'}}}'
    )


@endpoint(_READ)
def show_tree(req):
    """Show the groups of an inventory, each with those below it."""
    key = urls.key(req, host_inventory.MODEL)
    branches = group_tree.get(req.ctx, key)
    return response.json([_branch(req, branch) for branch in branches])


def _parse_options(req):
    # As in AWX, any text sets a flag: `all=0` sets it, too.
    return script.ScriptOptions(
        hostvars=bool(req.GET.get('hostvars')),
        towervars=bool(req.GET.get('towervars')),
        include_disabled=bool(req.GET.get('all')),
        slice=_parse_slice(req.GET.get('subset')),
        hides_pending=versions.hides_pending(req),
    )


def _parse_slice(text):
    """Return the Slice of a text such as 'slice2of5'.

    Raises InvalidSlice.
    """
    if not text:
        return script.Slice()
    match = re.fullmatch('slice([0-9]{1,9})of([0-9]{1,9})', text)
    if not match:
        raise errors.InvalidSlice(reason='it is not like "slice1of3"')
    number, count = map(int, match.groups())
    if not 1 <= number <= count:
        raise errors.InvalidSlice(
            reason=f'there is no slice {number} of {count}'
        )
    return script.Slice(number, count)


def _branch(req, branch):
    return {
        **group_representation.row(req, branch.group),
        'children': [_branch(req, child) for child in branch.children],
    }
