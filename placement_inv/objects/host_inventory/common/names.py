"""Checks the names of hosts and groups."""

import re

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import text as variables

_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups

_JINJA = re.compile(r'\{\{.*?\}\}|\{%.*?%\}', re.DOTALL)
#: The names of Ansible's own groups.
_RESERVED_GROUPS = frozenset(('all', '_meta'))
_PORT_VARIABLE = 'ansible_ssh_port'


def refuse_group_name(name):
    """Raise InvalidGroupName for a name that Ansible reserves."""
    if name in _RESERVED_GROUPS or _is_reserved(name):
        raise errors.InvalidGroupName()


def _is_reserved(name):
    """Tell whether Ansible reads an object with this member as a mark.

    Names of hosts and groups are members of objects in ``script``.
    """
    return name.startswith(marks.RESERVED)


def refuse_if_group(ctx, inventory_id, name):
    """Raise NameTaken if a group of the inventory has the name of a host."""
    _refuse_if_in(ctx, _groups, 'Group', inventory_id, name)


def refuse_if_host(ctx, inventory_id, name):
    """Raise NameTaken if a host of the inventory has the name of a group."""
    _refuse_if_in(ctx, _hosts, 'Host', inventory_id, name)


def _refuse_if_in(ctx, table, model, inventory_id, name):
    row = ctx.connection.execute(
        sa.select(table.c.id).where(
            table.c.host_inventory_id == inventory_id, table.c.name == name
        )
    ).first()
    if row:
        raise errors.NameTaken(model=model)


def parse_host_name(values, old_variables=''):
    """Move the port in the name of a host to its variables.

    Returns the values. Raises InvalidHostName or InvalidVariables.

    >>> parse_host_name({'name': 'web:2222'})
    {'name': 'web', 'variables': '{"ansible_ssh_port": 2222}'}
    """
    name, port = _split_port(values['name'])
    template = _JINJA.search(name)
    if template:
        raise errors.InvalidHostName(
            reason=f'Inline Jinja variables are not allowed.: {template[0]}'
        )
    if _is_reserved(name):
        raise errors.InvalidHostName(
            reason=f'Names that begin with {marks.RESERVED} belong to Ansible.'
        )
    if port is None:
        return values
    mapping = variables.parse(values.get('variables', old_variables))
    text = variables.to_text({**mapping, _PORT_VARIABLE: port})
    return {**values, 'name': name, 'variables': text}


def _split_port(text):
    """Return (name, port or None).

    A text with two or more colons is an IPv6 address without a port.
    """
    if text.count(':') != 1:
        return text, None
    name, port = text.split(':')
    if not re.fullmatch('[0-9]{1,5}', port) or not 1 <= int(port) <= 65535:
        raise errors.InvalidHostName(
            reason=f'Invalid port specification: {port}'
        )
    if not name:
        raise errors.InvalidHostName(reason='This field may not be blank.')
    return name, int(port)
