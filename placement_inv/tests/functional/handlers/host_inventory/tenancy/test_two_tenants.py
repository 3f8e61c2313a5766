"""No request of one tenant finds anything of another.

Every route, every filter path and every reference in a body is walked: what
is hidden must be answered as what is absent.
"""

import itertools

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.tests.functional.handlers.host_inventory.tenancy import (
    worlds,
)

_LATEST = str(versions.history.last)
_VERSIONS = ('1.0', '1.10', _LATEST)
_READS = frozenset(('GET', 'OPTIONS'))
_V2 = '/api/v2/'
#: Routes that end the caller's session, or begin one.
_SESSIONS = frozenset(('/api/login', '/api/logout'))
#: {path of a list: its catalog}.
_LISTS = {
    'organizations': filter_catalog.ORGANIZATIONS,
    'inventories': filter_catalog.INVENTORIES,
    'constructed_inventories': filter_catalog.INVENTORIES,
    'hosts': filter_catalog.LISTED_HOSTS,
    'groups': filter_catalog.GROUPS,
    'inventory_sources': filter_catalog.SOURCES,
    'inventory_updates': filter_catalog.UPDATES,
    'users': filter_catalog.USERS,
    'tokens': filter_catalog.TOKENS,
    'activity_stream': filter_catalog.CHANGES,
}
#: The lookup that finds the marks of the other tenant, by kinds of fields.
_LOOKUPS = {
    smartfilter.Kind.TEXT: '__icontains=zqmark',
    smartfilter.Kind.INTEGER: '__gte=0',
    smartfilter.Kind.BOOLEAN: '=true',
    smartfilter.Kind.DATETIME: '__gt=2000-01-01',
}


def _list_paths(catalog, depth):
    """Yield (path, Field) of all fields up to a depth of relations."""
    entities = {
        entity.name: entity for entity in (catalog.root, *catalog.others)
    }

    def walk(entity, prefix, left):
        for step in entity.steps:
            if isinstance(step, smartfilter.Field):
                if not step.sensitive:
                    yield f'{prefix}{step.name}', step
            elif isinstance(step, smartfilter.Relation) and left:
                target = entities.get(step.target)
                if target is not None:
                    yield from walk(target, f'{prefix}{step.name}__', left - 1)

    return walk(catalog.root, '', depth)


class TestTwoTenants(worlds.TwoWorldsTest):
    __test__ = True

    def _paths(self, pattern):
        """Return the paths of a route, for rows of both tenants."""
        if '{id}' not in pattern:
            return [f'{pattern}/']
        noun = pattern.removeprefix(_V2).split('/')[0]
        self.assertIn(noun, self.others.ids, f'no row to walk for {pattern}')
        keys = [self.others.ids[noun], self.mine.ids[noun]]
        keys += [self.others.names[noun]] if noun in self.others.names else []
        if noun == 'inventories':
            keys += [*self.others.kinds.values(), *self.mine.kinds.values()]
        return [f'{pattern.replace("{id}", str(key))}/' for key in keys]

    def _routes(self, wanted):
        for pattern, methods in routes.ROUTES.items():
            if pattern in _SESSIONS:
                continue
            for method in methods:
                if wanted(method):
                    for path in self._paths(pattern):
                        yield method, path

    def test_reads(self):
        statuses = self.read_both(
            (name, method, path, {'version': version})
            for (method, path), name, version in itertools.product(
                self._routes(lambda method: method in _READS),
                worlds.CALLERS,
                _VERSIONS,
            )
        )
        self.assertTrue({200, 404} <= set(statuses))

    def test_other_methods_and_headers(self):
        ids = self.others.ids
        self.read_both(
            (name, method, path, {'headers': headers})
            for name in worlds.CALLERS
            for noun in ('hosts', 'inventories', 'groups')
            for path in (f'{noun}/{ids[noun]}/',)
            for method, headers in (
                ('GET', {'If-None-Match': '"1"'}),
                ('GET', {'If-None-Match': '*'}),
                ('GET', {'Accept': 'text/csv'}),
                ('HEAD', {}),
                ('TRACE', {}),
            )
        )

    def test_writes_with_references_in_bodies(self):
        self.write_both(
            ('manager', method, path, body, {})
            for method, path in self._routes(
                lambda method: method not in _READS
            )
            for body in self._bodies_for(method, path)
        )

    def _bodies_for(self, method, path):
        """Return the bodies with references that a route can read."""
        if method == 'DELETE':
            return [None]
        if '/bulk/' in path:
            return list(self._bulk_bodies())
        if path.endswith('/ansible_facts/'):
            return [{'hosts': {'web1': {'fact': 'x'}}}]
        bodies = list(self._bodies())
        return bodies + list(self._ids()) if method == 'POST' else bodies

    def test_writes_by_each_caller(self):
        self.write_both(
            (name, method, path, {'name': 'renamed'}, {'version': version})
            for (method, path), name, version in itertools.product(
                self._routes(lambda method: method not in _READS),
                worlds.CALLERS,
                _VERSIONS,
            )
        )

    def _bodies(self):
        """Yield bodies with references to rows of the other tenant."""
        ids = self.others.ids
        yield {
            'name': 'new',
            'inventory': ids['inventories'],
            'organization': ids['organizations'],
            'source': 'file',
        }
        yield {
            'name': 'new',
            'inventory': self.mine.ids['inventories'],
            'organization': ids['organizations'],
        }
        yield {'organization': ids['organizations']}
        yield {
            'name': 'new',
            'kind': 'smart',
            'host_filter': 'name__icontains=web',
            'organization': ids['organizations'],
        }

    def _ids(self):
        """Yield bodies that add rows of the other tenant, or remove them."""
        ids, kinds = self.others.ids, self.others.kinds
        for row_id in sorted({*ids.values(), *kinds.values()}):
            yield {'id': row_id}
            yield {'id': row_id, 'disassociate': True}

    def _bulk_bodies(self):
        ids = self.others.ids
        for mode in ('atomic', 'best_effort'):
            yield {
                'inventory': ids['inventories'],
                'mode': mode,
                'hosts': [{'name': 'web1', 'description': 'x'}],
            }
            yield {
                'mode': mode,
                'hosts': [{'id': ids['hosts'], 'description': 'x'}],
            }
            for group in (ids['groups'], self.mine.ids['groups']):
                yield {
                    'mode': mode,
                    'group': group,
                    'hosts': [{'id': ids['hosts']}],
                }
        yield {'inventory': ids['inventories'], 'hosts': [{'name': 'new'}]}
        yield {'hosts': [ids['hosts']]}

    def test_filters_and_orders_of_lists(self):
        requests = []
        for noun, catalog in _LISTS.items():
            for path, field in _list_paths(catalog, 3):
                if path.count('__') > 1 and field.name != 'description':
                    # PERF: far rows are searched for the mark alone.
                    continue
                lookup = _LOOKUPS[field.kind]
                requests.append(
                    ('member', 'GET', f'{noun}/?{path}{lookup}', {})
                )
                if path.count('__') < 2 and not field.is_document:
                    requests.append(
                        ('reader', 'GET', f'{noun}/?order_by=-{path}', {})
                    )
        self.read_both(requests)

    def test_searches_and_other_parameters(self):
        ids = self.others.ids
        texts = (
            'search=zqmark',
            'search=web',
            'id=%d',
            'not__id=%d',
            'or__id=%d&or__name=web1',
            'id__in=%d',
            'page=2&page_size=1',
            'count=false',
            'cursor=',
            'page_size=1&order_by=-id',
        )
        self.read_both(
            (
                'reader',
                'GET',
                f'{noun}/?{text % ids[noun] if "%d" in text else text}',
                {},
            )
            for noun in _LISTS
            for text in texts
        )

    def test_host_filters(self):
        ids = self.others.ids
        filters = (
            'name__icontains=web',
            'description__icontains=zqmark',
            'inventory__organization__description__icontains=zqmark',
            'groups__description__icontains=zqmark',
            'ansible_facts__fact=zqmark',
            'search=zqmark',
        )
        extended = (
            'description ~ "zqmark"',
            'variables.secret = "zqmark"',
            'ansible_facts.fact = "zqmark"',
            'effective_variables.secret = "zqmark"',
            'all_groups.description ~ "zqmark"',
        )
        mine = self.mine.ids['hosts']
        paths = []
        for text in (*filters, *extended):
            language = '&host_filter_language=extended' * (text in extended)
            paths += [
                f'hosts/?host_filter={text}{language}',
                f'smart_filter/?host_filter={text}{language}',
                f'smart_filter/?host_filter={text}{language}'
                f'&organization={ids["organizations"]}',
                f'smart_filter/?host_filter={text}{language}&organization=org',
                f'hosts/{mine}/explain/?host_filter={text}{language}',
                f'hosts/{ids["hosts"]}/explain/?host_filter={text}{language}',
            ]
        paths += [
            f'hosts/{mine}/explain/?inventory={inventory}'
            for inventory in (*self.others.kinds.values(), 'smart++org')
        ]
        self.read_both(('reader', 'GET', path, {}) for path in paths)

    def test_facts_of_originals(self):
        """A client writes the id of the original of a constructed host."""
        host = self.add_constructed_host(self.others.ids['hosts'])
        inventory = self.mine.kinds['constructed']
        facts = f'hosts/{host}/ansible_facts/'
        of_inventory = f'inventories/{inventory}/ansible_facts/'
        self.read_both(
            ('member', 'GET', path, {}) for path in (facts, of_inventory)
        )
        self.write_both(
            [
                *(
                    ('member', method, facts, {'a': 1}, {})
                    for method in ('PUT', 'PATCH', 'DELETE')
                ),
                (
                    'member',
                    'PATCH',
                    of_inventory,
                    {'hosts': {'copy': {'a': 1}}},
                    {},
                ),
            ]
        )

    def add_constructed_host(self, original_id):
        """Add a host of my constructed inventory to both worlds."""
        for world in self.worlds:
            world.execute(
                'INSERT INTO hosts (id, host_inventory_id, name, description,'
                ' enabled, instance_id, variables, created_at, updated_at) '
                'SELECT 9999, ?, ?, description, enabled, ?, variables, '
                'created_at, updated_at FROM hosts WHERE id = ?',
                (
                    self.mine.kinds['constructed'],
                    'copy',
                    str(original_id),
                    self.mine.ids['hosts'],
                ),
            )
            world.commit()
        return 9999
