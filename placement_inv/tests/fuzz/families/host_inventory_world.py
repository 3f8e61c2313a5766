"""A few inventories of hosts, with all that a request can be about."""

import json

import sqlalchemy as sa

from placement_inv import context
from placement_inv.db import tables
from placement_inv.handlers.host_inventory import versions
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.tests.fuzz.shot import Shot

_t = tables.host_inventory

#: The table of the rows that each noun of a path stands for.
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
#: With more the world is too rich, and runs too slow; with less too poor.
_MOST_HOSTS = 200
_FEWEST_HOSTS = 3


class World:
    """The rows that there are, and how they become enough again."""

    def __init__(self, services):
        self._services = services
        self._tasks = {
            name: task
            for name, task in registry.load().items()
            # Runs of the tool are tested elsewhere and take seconds.
            if name != launching.TASK
        }
        #: The ids of rows by noun.
        self.ids = {}

    def make_context(self):
        return context.RequestContext(
            self._services, is_admin=True, roles=['admin']
        )

    def make(self, gun):
        """Put back what is missing, end what has begun."""
        self._work()
        self._look()
        for update in self.ids['inventory_updates']:
            _send(gun, 'POST', f'inventory_updates/{update}/cancel/')
        if len(self.ids['hosts']) > _MOST_HOSTS:
            for inventory in self.ids['inventories']:
                _send(gun, 'DELETE', f'inventories/{inventory}/')
            self._work()
        for name in ('Engineering', 'Operations'):
            self._make_organization(gun, name)
        self._look()

    def _make_organization(self, gun, name):
        owner = self._find(gun, 'organizations', name=name)
        inventory = self._find(
            gun,
            'inventories',
            name=name,
            organization=owner,
            variables=_VARIABLES,
        )
        self._find(
            gun,
            'inventories',
            name=f'{name} smart',
            organization=owner,
            kind='smart',
            host_filter='name__startswith=host',
        )
        if inventory is not None and len(self._of(inventory)) < _FEWEST_HOSTS:
            self._make_rows(gun, inventory)
        made = self._find(
            gun,
            'constructed_inventories',
            name=f'{name} made',
            organization=owner,
        )
        place = f'inventories/{made}/input_inventories/'
        _send(gun, 'POST', place, {'id': inventory})

    def _make_rows(self, gun, inventory):
        hosts, groups = (
            [
                self._find(
                    gun,
                    noun,
                    name=f'{noun[:-1]}{number}',
                    inventory=inventory,
                    variables=_VARIABLES,
                )
                for number in range(4)
            ]
            for noun in ('hosts', 'groups')
        )
        for above, below in ((0, 1), (1, 2), (0, 3)):
            place = f'groups/{groups[above]}'
            _send(gun, 'POST', f'{place}/children/', {'id': groups[below]})
            _send(gun, 'POST', f'{place}/hosts/', {'id': hosts[below]})
            facts = {'cores': 8, 'os': {'family': 'x'}, 'nics': ['a', 1]}
            _send(gun, 'PUT', f'hosts/{hosts[below]}/ansible_facts/', facts)
        self._find(
            gun,
            'inventory_sources',
            name='a source',
            inventory=inventory,
            source='file',
            source_path='estate',
        )
        place = f'inventories/{inventory}/update_inventory_sources/'
        _send(gun, 'POST', place)

    def _find(self, gun, noun, **fields):
        """Return the id of a row of that name, made if there is none."""
        table = _TABLES[noun]
        which = [table.c.name == fields['name']]
        if 'inventory' in fields:
            which.append(table.c.host_inventory_id == fields['inventory'])
        with self._services.database.engine.connect() as connection:
            found = connection.execute(
                sa.select(table.c.id).where(*which)
            ).scalar()
        if found is None:
            answer = _send(gun, 'POST', f'{noun}/', fields)
            found = json.loads(answer.body).get('id')
        return found

    def _of(self, inventory):
        """Return the ids of the hosts of an inventory."""
        with self._services.database.engine.connect() as connection:
            return connection.execute(
                sa.select(_t.hosts.c.id).where(
                    _t.hosts.c.host_inventory_id == inventory
                )
            ).all()

    def _work(self):
        """Run the jobs that are due here and now."""
        worker = runner.Runner(self._services, self._tasks, 'fuzz')
        while (claimed := worker.claim()) is not None:
            worker.run_claimed(claimed)

    def _look(self):
        with self._services.database.engine.connect() as connection:
            self.ids = {
                noun: tuple(
                    connection.execute(
                        sa.select(table.c.id).order_by(table.c.id)
                    ).scalars()
                )
                for noun, table in _TABLES.items()
            }

    def misfits(self):
        """Yield pairs of rows that belong to different inventories."""
        hosts, groups, above = _t.hosts, _t.host_groups, _t.host_groups.alias()
        joined, nested = _t.host_group_hosts, _t.host_group_children
        questions = {
            'a host in a group of another inventory': sa.select(joined)
            .join(hosts, hosts.c.id == joined.c.host_id)
            .join(groups, groups.c.id == joined.c.group_id)
            .where(hosts.c.host_inventory_id != groups.c.host_inventory_id),
            'a group in a group of another inventory': sa.select(nested)
            .join(groups, groups.c.id == nested.c.child_id)
            .join(above, above.c.id == nested.c.parent_id)
            .where(groups.c.host_inventory_id != above.c.host_inventory_id),
            'a group named as a host': sa.select(groups.c.id)
            .join(hosts, hosts.c.name == groups.c.name)
            .where(hosts.c.host_inventory_id == groups.c.host_inventory_id),
        }
        with self._services.database.engine.connect() as connection:
            for what, question in questions.items():
                for row in connection.execute(question):
                    yield f'{what}: {row}'
            yield from _circles(connection.execute(sa.select(nested)).all())

    def unreadable(self, gun):
        """Yield the lists and rows that cannot be read any more."""
        self._look()
        for noun, ids in self.ids.items():
            # Every row is on some page, and hardly a page on every row.
            for page in range(len(ids) // 200 + 1):
                target = f'{noun}/?page_size=200&page={page + 1}'
                answer = _send(gun, 'GET', target)
                if answer.status not in (200, 404):
                    yield f'{target}: {answer.status} {answer.body[:200]}'
        for inventory in self.ids['inventories']:
            answer = _send(gun, 'GET', f'inventories/{inventory}/script/')
            if answer.status != 200:
                yield f'script of {inventory}: {answer.status}'


def _circles(pairs):
    """Yield what is wrong where groups are above themselves."""
    below = {}
    for pair in pairs:
        below.setdefault(pair.parent_id, set()).add(pair.child_id)
    for group in below:
        reached, rest = set(), {group}
        while rest:
            rest = set().union(*(below.get(one, ()) for one in rest)) - reached
            reached |= rest
        if group in reached:
            yield f'group {group} is below itself'


def _send(gun, method, target, body=None):
    path, _, query = target.partition('?')
    return gun.fire(
        Shot(
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
