"""Builds the document that Ansible's inventory scripts print."""

import collections
import dataclasses
import itertools

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.tenancy import statement_limits
from placement_inv.objects.host_inventory.variables import text as variables

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children


#: The variable that holds the id of a host.
ID_VARIABLE = 'remote_tower_id'
#: The variables that this service adds to hosts.
OWN_VARIABLES = frozenset(
    (
        'remote_host_enabled',
        'remote_host_id',
        'remote_tower_enabled',
        ID_VARIABLE,
    )
)


@dataclasses.dataclass(frozen=True)
class Slice:
    """Every `count`-th host, starting with the `number`-th (from 1)."""

    number: int = 1
    count: int = 1

    def select(self, rows):
        """Return an iterator over the rows in the slice."""
        return itertools.islice(rows, self.number - 1, None, self.count)


#: Rows that are fetched together.
_BATCH = 1000

_Host = collections.namedtuple('_Host', ('id', 'name'))


@dataclasses.dataclass(frozen=True)
class ScriptOptions:
    """The parts of an inventory that a document contains."""

    hostvars: bool = False
    #: Whether hostvars contain OWN_VARIABLES.
    towervars: bool = False
    include_disabled: bool = False
    slice: Slice = Slice()
    #: Whether smart inventories leave out hosts of inventories that are being
    #: deleted.
    hides_pending: bool = False


@transactions.reader
def get_of_inventory(ctx, key, options, collect=dict):
    """Return the groups of an inventory, by name, with their hosts.

    `collect` builds the value of `hostvars` from an iterable of (name of a
    host, its variables). Raises NoMatch if no inventory has the key.
    """
    inventory = membership.find_inventory(
        ctx, key, hides_pending=options.hides_pending
    )
    rows = options.slice.select(_find_hosts(ctx, inventory, options))
    hosts = []
    # PERF: only one batch of texts and their documents is in memory.
    document = collect(_to_script(rows, options, hosts))
    script = {'all': _build_vars(_find_inventory_variables(ctx, inventory))}
    if inventory_kinds.KINDS[inventory.kind].has_groups:
        _write_groups(ctx, script, inventory, hosts)
    else:
        script['all']['hosts'] = [host.name for host in hosts]
    if options.hostvars:
        script['_meta'] = {'hostvars': document}
    return script


@transactions.reader
def get_of_host(ctx, key, name, options):
    """Return the variables of a host, by its name; NoMatch without one."""
    inventory = membership.find_inventory(
        ctx, key, hides_pending=options.hides_pending
    )
    select = _select_visible(membership.hosts_of(inventory), options)
    text = ctx.connection.execute(
        select.with_only_columns(_hosts.c.variables).where(
            _hosts.c.name == name
        )
    ).scalar()
    if text is None:
        raise errors.NoMatch(model='Host')
    return variables.parse_for_ansible(text)


def _select_visible(select, options):
    if options.include_disabled:
        return select
    return select.where(_hosts.c.enabled.is_(True))


def _find_hosts(ctx, inventory, options):
    """Yield (id, name, enabled, variables) of the hosts, ordered by name."""
    columns = [_hosts.c.id, _hosts.c.name, _hosts.c.enabled]
    if options.hostvars:
        columns.append(_hosts.c.variables)
    select = membership.hosts_of(inventory).with_only_columns(*columns)
    host_rows = ctx.connection.execute(
        _select_visible(select, options).order_by(_hosts.c.name, _hosts.c.id)
    )
    return itertools.chain.from_iterable(host_rows.partitions(_BATCH))


def _to_script(rows, options, hosts):
    """Yield (name, variables) of each row; append its _Host to `hosts`."""
    for row in rows:
        hosts.append(_Host(row.id, row.name))
        yield (
            row.name,
            _build_hostvars(row, options) if options.hostvars else None,
        )


def _find_inventory_variables(ctx, inventory):
    select = sa.select(_inventories.c.variables).where(
        _inventories.c.id == inventory.id
    )
    return ctx.connection.execute(statement_limits.mark(select)).scalar_one()


def _write_groups(ctx, script, inventory, hosts):
    """Add all groups, and the hosts without a group, to the script."""
    groups = _find_groups(ctx, inventory)
    names = [host.name for host in hosts]
    places_of = _find_places_by_group(ctx, inventory, hosts)
    children_of = _find_children_by_group(ctx, inventory)
    grouped_places = set().union(*places_of.values())
    everyone = script['all']
    everyone['hosts'] = [
        name for place, name in enumerate(names) if place not in grouped_places
    ]
    if groups:
        everyone['children'] = [group.name for group in groups]
    for group in groups:
        entry = {
            'hosts': [names[place] for place in places_of[group.id]],
            'children': children_of[group.id],
            **_build_vars(group.variables),
        }
        entry = {key: value for key, value in entry.items() if value}
        if entry:
            script[group.name] = entry


def _find_groups(ctx, inventory):
    select = membership.groups_of(inventory).with_only_columns(
        _groups.c.id, _groups.c.name, _groups.c.variables
    )
    return ctx.connection.execute(select.order_by(_groups.c.name)).all()


def _find_places_by_group(ctx, inventory, hosts):
    """Return {group id: [index in `hosts`]}, in the order of `hosts`."""
    select = (
        sa.select(_members.c.group_id, _members.c.host_id)
        .join_from(_members, _groups)
        .where(_groups.c.host_inventory_id == inventory.id)
    )
    pairs = ctx.connection.execute(statement_limits.mark(select))
    place_of = {host.id: place for place, host in enumerate(hosts)}
    places_by_group = collections.defaultdict(list)
    for group_id, host_id in pairs.all():
        if host_id in place_of:
            places_by_group[group_id].append(place_of[host_id])
    for places in places_by_group.values():
        places.sort()
    return places_by_group


def _find_children_by_group(ctx, inventory):
    """Return {group id: [name of a child group]}, ordered by name."""
    select = (
        sa.select(_children.c.parent_id, _groups.c.name)
        .join_from(_children, _groups, _children.c.child_id == _groups.c.id)
        .where(_groups.c.host_inventory_id == inventory.id)
        .order_by(_groups.c.name)
    )
    pairs = ctx.connection.execute(statement_limits.mark(select))
    children = collections.defaultdict(list)
    for parent_id, name in pairs:
        children[parent_id].append(name)
    return children


def _build_vars(text):
    mapping = variables.parse_for_ansible(text)
    return {'vars': mapping} if mapping else {}


def _build_hostvars(host, options):
    mapping = variables.parse_for_ansible(host.variables)
    if not options.towervars:
        return mapping
    enabled_text = 'true' if host.enabled else 'false'
    return {
        **mapping,
        'remote_host_enabled': enabled_text,
        'remote_host_id': host.id,
        'remote_tower_enabled': enabled_text,
        ID_VARIABLE: host.id,
    }
