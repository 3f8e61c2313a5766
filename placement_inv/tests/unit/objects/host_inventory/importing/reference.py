"""A simple model of an inventory: rows in dictionaries, loaded in two ways.

`load` follows the rules of a load one row at a time and knows nothing of
plans. `apply` writes a plan. Both must leave the same world.
"""

import copy
import json

from placement_inv.objects.host_inventory.importing import current_state


class Collision(Exception):
    """Two hosts would have the same name."""


def read(text):
    return json.loads(text) if text else {}


class World:
    """One inventory with one source."""

    def __init__(self):
        self.variables = {}
        self.hosts = {}
        self.groups = {}
        self.members = set()
        self.children = set()
        self.tracked_hosts = set()
        self.tracked_groups = set()
        self.next_id = 1

    def copy(self):
        return copy.deepcopy(self)

    def __eq__(self, other):
        return repr(self) == repr(other)

    def __repr__(self):
        return json.dumps(
            {
                name: sorted(value) if isinstance(value, set) else value
                for name, value in vars(self).items()
            },
            sort_keys=True,
            indent=1,
        )

    def add_host(self, name, **values):
        number, self.next_id = self.next_id, self.next_id + 1
        self.hosts[number] = {
            'name': name, 'description': '', 'variables': {},
            'enabled': True, 'instance_id': '', **values,
        }  # fmt: skip
        return number

    def add_group(self, name, **values):
        number, self.next_id = self.next_id, self.next_id + 1
        self.groups[number] = {
            'name': name, 'description': '', 'variables': {}, **values,
        }  # fmt: skip
        return number

    def delete_host(self, number):
        del self.hosts[number]
        self.tracked_hosts.discard(number)
        self.members = {m for m in self.members if m[1] != number}

    def delete_group(self, number):
        del self.groups[number]
        self.tracked_groups.discard(number)
        self.members = {m for m in self.members if m[0] != number}
        self.children = {c for c in self.children if number not in c}

    def host_named(self, name):
        return next(
            (n for n, row in self.hosts.items() if row['name'] == name), None
        )

    def group_named(self, name):
        return next(
            (n for n, row in self.groups.items() if row['name'] == name), None
        )

    def find_below(self, group):
        """Return the ids of a group and all groups below it."""
        rows = {group}
        while True:
            more = rows | {c for p, c in self.children if p in rows}
            if more == rows:
                return rows
            rows = more

    def to_current_state(self):
        members, children = {}, {}
        for group, host in self.members:
            members.setdefault(group, set()).add(host)
        for parent, child in self.children:
            children.setdefault(parent, set()).add(child)
        return current_state.CurrentState(
            variables=json.dumps(self.variables),
            hosts=[
                current_state.StoredHost(
                    number,
                    row['name'],
                    json.dumps(row['variables']),
                    row['enabled'],
                    row['instance_id'],
                )
                for number, row in sorted(
                    self.hosts.items(), key=lambda item: -item[0]
                )
            ],
            groups=[
                current_state.StoredGroup(
                    number, row['name'], json.dumps(row['variables'])
                )
                for number, row in self.groups.items()
            ],
            members=members,
            children=children,
            tracked_hosts=frozenset(self.tracked_hosts),
            tracked_groups=frozenset(self.tracked_groups),
        )


def apply(world, plan):
    """Write a plan."""
    for number in plan.deleted_hosts:
        world.delete_host(number)
    for number in plan.deleted_groups:
        world.delete_group(number)
    if plan.variables is not None:
        world.variables = dict(plan.variables)
    for change in plan.changed_hosts:
        row = world.hosts[change.id]
        assert (change.renamed_from or change.name) == row['name']
        row |= {
            'name': change.name,
            'enabled': change.is_enabled,
            'instance_id': change.instance_id,
        }
        if change.variables is not None:
            row['variables'] = dict(change.variables)
    for change in plan.changed_groups:
        world.groups[change.id]['variables'] = dict(change.variables)
    for new in plan.new_groups:
        assert world.group_named(new.name) is None
        world.tracked_groups.add(
            world.add_group(
                new.name,
                description=new.description,
                variables=dict(new.variables),
            )
        )
    for new in plan.new_hosts:
        assert world.host_named(new.name) is None
        world.tracked_hosts.add(
            world.add_host(
                new.name,
                description=new.description,
                variables=dict(new.variables),
                enabled=new.is_enabled,
                instance_id=new.instance_id,
            )
        )
    world.tracked_hosts.update(plan.adopted_hosts)
    world.tracked_groups.update(plan.adopted_groups)
    _apply_links(world, plan)
    names = [row['name'] for row in world.hosts.values()]
    assert len(names) == len(set(names))


def _apply_links(world, plan):
    for group, hosts in plan.members.removals.items():
        for host in hosts:
            world.members.remove((group, host))
    for parent, children in plan.children.removals.items():
        for child in children:
            world.children.remove((parent, child))
    for group, hosts in plan.members.additions.items():
        for host in hosts:
            pair = world.group_named(group), world.host_named(host)
            assert pair not in world.members
            world.members.add(pair)
    for parent, children in plan.children.additions.items():
        for child in children:
            pair = world.group_named(parent), world.group_named(child)
            assert pair not in world.children
            world.children.add(pair)


def load(world, document, settings):
    """Load a document row by row."""
    rows = _find_hosts(world, document, settings)
    hosts_before = set(world.tracked_hosts)
    groups_before = set(world.tracked_groups)
    if settings.overwrite:
        for number in hosts_before - set(rows.values()):
            world.delete_host(number)
        for number in groups_before:
            if world.groups[number]['name'] not in document.groups:
                world.delete_group(number)
        _forget_links(world, document, rows)
    world.variables.update(document.variables)
    _save_groups(world, document, settings)
    _save_hosts(world, document, settings, rows)
    for name, group in document.groups.items():
        for host in group.hosts:
            world.members.add((world.group_named(name), rows[host]))
    for name, group in document.groups.items():
        for child in group.children:
            parent, inner = world.group_named(name), world.group_named(child)
            if parent not in world.find_below(inner):
                world.children.add((parent, inner))


def _instance_id(variables):
    return str(variables['id']) if 'id' in variables else ''


def _find_hosts(world, document, settings):
    """Return {name: id} of matching rows: by new id, stored id, name."""
    rows = {}
    if settings.instance_id_var:
        known_ids = _known_ids(world)
        for stays in (True, False):
            for number, known_id in known_ids:
                if number not in rows.values():
                    _claim(world, document, rows, number, known_id, stays)
    for name in document.hosts:
        number = world.host_named(name)
        if name not in rows and number not in {None, *rows.values()}:
            rows[name] = number
    return rows


def _known_ids(world):
    rows = sorted(world.hosts.items())
    derived_ids = [
        (number, _instance_id(row['variables']))
        for number, row in rows
        if row['instance_id'] == '' and number in world.tracked_hosts
    ]
    kept_ids = [(number, row['instance_id']) for number, row in rows]
    return [pair for pair in derived_ids + kept_ids if pair[1] != '']


def _claim(world, document, rows, number, known_id, stays):
    for name, host in document.hosts.items():
        same_name = world.hosts[number]['name'] == name
        if (
            known_id == _instance_id(host.variables)
            and name not in rows
            and (same_name or not stays)
        ):
            rows[name] = number
            return


def _forget_links(world, document, rows):
    for group, host in sorted(world.members):
        new_group = document.groups.get(world.groups[group]['name'])
        if new_group is None or host not in rows.values():
            continue
        if host not in [rows.get(name) for name in new_group.hosts]:
            world.members.discard((group, host))
    for parent, child in sorted(world.children):
        new_group = document.groups.get(world.groups[parent]['name'])
        name = world.groups[child]['name']
        if new_group is None or name not in document.groups:
            continue
        if name not in new_group.children:
            world.children.discard((parent, child))


def _save_groups(world, document, settings):
    for name in sorted(document.groups):
        variables = dict(document.groups[name].variables)
        description = variables.pop('_awx_description', 'imported')
        number = world.group_named(name)
        if number is None:
            number = world.add_group(
                name, description=description, variables=variables
            )
        elif settings.overwrite_vars:
            world.groups[number]['variables'] = variables
        else:
            world.groups[number]['variables'].update(variables)
        world.tracked_groups.add(number)


def _save_hosts(world, document, settings, rows):
    final = {number: name for name, number in rows.items()}
    for number, row in world.hosts.items():
        if number not in final and row['name'] in rows:
            raise Collision
    for number, name in final.items():
        world.hosts[number]['name'] = name
    for name in sorted(document.hosts):
        variables = dict(document.hosts[name].variables)
        description = variables.pop('_awx_description', 'imported')
        if name not in rows:
            rows[name] = world.add_host(name, description=description)
        row = world.hosts[rows[name]]
        if settings.overwrite_vars:
            row['variables'] = variables
        else:
            row['variables'].update(variables)
        row['instance_id'] = (
            _instance_id(variables) if settings.instance_id_var else ''
        )
        if settings.enabled_var and settings.enabled_var in variables:
            state = str(variables[settings.enabled_var])
            row['enabled'] = state.lower() == settings.enabled_value.lower()
        world.tracked_hosts.add(rows[name])
