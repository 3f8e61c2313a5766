"""A few inventories with rows of every kind, for the fuzz tests."""

import json

import sqlalchemy as sa

from placement_inv import context
from placement_inv.db import tables
from placement_inv.handlers.host_inventory import versions
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest

_t = tables.host_inventory

#: {noun of a path: its table}.
_TABLES = {
    'organizations': _t.organizations,
    'inventories': _t.host_inventories,
    'constructed_inventories': _t.host_inventories,
    'hosts': _t.hosts,
    'groups': _t.host_groups,
    'inventory_sources': _t.inventory_sources,
    'inventory_updates': _t.inventory_updates,
}
_VARIABLES = json.dumps({'rack': 'r4', 'list': [1, 'a'], 'units': 2})
#: With more hosts runs are slow; with fewer there is not enough to change.
_MAX_HOSTS = 200
_MIN_HOSTS = 3


class World:
    """Creates and restores the rows."""

    def __init__(self, services):
        self._services = services
        self._tasks = {
            name: task
            for name, task in registry.load().items()
            # Runs of the tool take seconds, and other tests cover them.
            if name != launching.TASK
        }
        #: {noun: ids of its rows}.
        self.ids = {}

    def make_context(self):
        return context.RequestContext(
            self._services, is_admin=True, roles=['admin']
        )

    def make(self, client):
        """Create missing rows, run jobs and cancel updates."""
        self._run_jobs()
        self._read_ids()
        for update in self.ids['inventory_updates']:
            _send(client, 'POST', f'inventory_updates/{update}/cancel/')
        if len(self.ids['hosts']) > _MAX_HOSTS:
            for inventory in self.ids['inventories']:
                _send(client, 'DELETE', f'inventories/{inventory}/')
            self._run_jobs()
        for name in ('Engineering', 'Operations'):
            self._make_organization(client, name)
        self._read_ids()

    def _make_organization(self, client, name):
        owner = self._find(client, 'organizations', name=name)
        inventory = self._find(
            client,
            'inventories',
            name=name,
            organization=owner,
            variables=_VARIABLES,
        )
        self._find(
            client,
            'inventories',
            name=f'{name} smart',
            organization=owner,
            kind='smart',
            host_filter='name__startswith=host',
        )
        if (
            inventory is not None
            and len(self._list_hosts(inventory)) < _MIN_HOSTS
        ):
            self._make_rows(client, inventory)
        constructed_id = self._find(
            client,
            'constructed_inventories',
            name=f'{name} made',
            organization=owner,
        )
        path = f'inventories/{constructed_id}/input_inventories/'
        _send(client, 'POST', path, {'id': inventory})

    def _make_rows(self, client, inventory):
        hosts, groups = (
            [
                self._find(
                    client,
                    noun,
                    name=f'{noun[:-1]}{number}',
                    inventory=inventory,
                    variables=_VARIABLES,
                )
                for number in range(4)
            ]
            for noun in ('hosts', 'groups')
        )
        for parent, child in ((0, 1), (1, 2), (0, 3)):
            path = f'groups/{groups[parent]}'
            _send(client, 'POST', f'{path}/children/', {'id': groups[child]})
            _send(client, 'POST', f'{path}/hosts/', {'id': hosts[child]})
            facts = {'cores': 8, 'os': {'family': 'x'}, 'nics': ['a', 1]}
            _send(client, 'PUT', f'hosts/{hosts[child]}/ansible_facts/', facts)
        self._find(
            client,
            'inventory_sources',
            name='a source',
            inventory=inventory,
            source='file',
            source_path='estate',
        )
        path = f'inventories/{inventory}/update_inventory_sources/'
        _send(client, 'POST', path)

    def _find(self, client, noun, **fields):
        """Return the id of the row with that name; create it if missing."""
        table = _TABLES[noun]
        conditions = [table.c.name == fields['name']]
        if 'inventory' in fields:
            conditions.append(table.c.host_inventory_id == fields['inventory'])
        with self._services.database.engine.connect() as connection:
            row_id = connection.execute(
                sa.select(table.c.id).where(*conditions)
            ).scalar()
        if row_id is None:
            response = _send(client, 'POST', f'{noun}/', fields)
            row_id = json.loads(response.body).get('id')
        return row_id

    def _list_hosts(self, inventory):
        """Return the ids of the hosts of an inventory."""
        with self._services.database.engine.connect() as connection:
            return connection.execute(
                sa.select(_t.hosts.c.id).where(
                    _t.hosts.c.host_inventory_id == inventory
                )
            ).all()

    def _run_jobs(self):
        """Run all jobs that are due."""
        worker = runner.Runner(self._services, self._tasks, 'fuzz')
        while (attempt := worker.claim()) is not None:
            worker.run_job(attempt)

    def _read_ids(self):
        with self._services.database.engine.connect() as connection:
            self.ids = {
                noun: tuple(
                    connection.execute(
                        sa.select(table.c.id).order_by(table.c.id)
                    ).scalars()
                )
                for noun, table in _TABLES.items()
            }

    def find_inconsistencies(self):
        """Yield rows that belong to different inventories, and cycles."""
        hosts, groups, above = _t.hosts, _t.host_groups, _t.host_groups.alias()
        host_pairs, child_pairs = _t.host_group_hosts, _t.host_group_children
        selects = {
            'a host in a group of another inventory': sa.select(host_pairs)
            .join(hosts, hosts.c.id == host_pairs.c.host_id)
            .join(groups, groups.c.id == host_pairs.c.group_id)
            .where(hosts.c.host_inventory_id != groups.c.host_inventory_id),
            'a group in a group of another inventory': sa.select(child_pairs)
            .join(groups, groups.c.id == child_pairs.c.child_id)
            .join(above, above.c.id == child_pairs.c.parent_id)
            .where(groups.c.host_inventory_id != above.c.host_inventory_id),
            'a group named as a host': sa.select(groups.c.id)
            .join(hosts, hosts.c.name == groups.c.name)
            .where(hosts.c.host_inventory_id == groups.c.host_inventory_id),
        }
        with self._services.database.engine.connect() as connection:
            for what, select in selects.items():
                for row in connection.execute(select):
                    yield f'{what}: {row}'
            yield from _find_cycles(
                connection.execute(sa.select(child_pairs)).all()
            )

    def find_unreadable(self, client):
        """Yield the lists and scripts that cannot be read."""
        self._read_ids()
        for noun, ids in self.ids.items():
            # Reading all pages reads every row.
            for page in range(len(ids) // 200 + 1):
                target = f'{noun}/?page_size=200&page={page + 1}'
                response = _send(client, 'GET', target)
                if response.status not in (200, 404):
                    yield f'{target}: {response.status} {response.body[:200]}'
        for inventory in self.ids['inventories']:
            response = _send(client, 'GET', f'inventories/{inventory}/script/')
            if response.status != 200:
                yield f'script of {inventory}: {response.status}'


def _find_cycles(pairs):
    """Yield groups that are below themselves."""
    children = {}
    for pair in pairs:
        children.setdefault(pair.parent_id, set()).add(pair.child_id)
    for group in children:
        descendants, rest = set(), {group}
        while rest:
            rest = (
                set().union(*(children.get(one, ()) for one in rest))
                - descendants
            )
            descendants |= rest
        if group in descendants:
            yield f'group {group} is below itself'


def _send(client, method, target, body=None):
    path, _, query = target.partition('?')
    return client.send(
        FuzzRequest(
            method,
            f'/api/v2/{path}',
            query.replace(' ', '+'),
            (
                ('X-Auth-Token', 'admin'),
                ('Content-Type', 'application/json'),
                (
                    'OpenStack-API-Version',
                    f'host-inventory {versions.history.last}',
                ),
            ),
            b'' if body is None else json.dumps(body).encode(),
        )
    )
