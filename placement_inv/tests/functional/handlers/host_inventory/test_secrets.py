"""Secrets of sources reach nobody but the administrators of an inventory.

Every path of the table of routes is read as several callers, in every format
and with filters.
"""

import itertools

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory.groups import association
from placement_inv.tests.functional.handlers.host_inventory import planted
from placement_inv.tests.functional.objects.host_inventory import world
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_changes = tables.host_inventory.host_inventory_changes

#: Query strings of every path: formats, filters, orders and mistakes.
_QUERIES = (
    '?page_size=200',
    *(
        f'?format={name}'
        for name in (
            'json',
            'api',
            'html',
            'txt',
            'ansi',
            'txt_download',
            'ansi_download',
            'csv',
            'ndjson',
            'ansible',
        )
    ),
    '?search=estate',
    '?hostvars=1&towervars=1&all=1',
    '?no_such_field=1',
)
#: Filters of every list; paths to sources from the rows that have them.
_PREFIXES = ('', 'inventory_sources__', 'inventory__inventory_sources__')
_FILTERS = tuple(
    f'?{query}'
    for prefix in _PREFIXES
    for query in (
        f'{prefix}source_vars__contains={planted.WORD}',
        f'not__{prefix}source_vars__isnull=true',
        f'or__{prefix}source_vars__startswith=CLOUD',
        f'order_by={prefix}source_vars',
        f'host_filter={prefix}source_vars__contains={planted.WORD}',
    )
)
#: The paths that show secrets to those who may see them.
_EXPECTED = {
    '/api/v2/constructed_inventories',
    '/api/v2/constructed_inventories/{id}',
    '/api/v2/inventory_sources',
    '/api/v2/inventory_sources/{id}',
    '/api/v2/inventory_sources/{id}/inventory_updates',
    '/api/v2/inventory_updates',
    '/api/v2/inventory_updates/{id}',
    '/api/v2/inventories/{id}/inventory_sources',
    '/api/v2/hosts/{id}/inventory_sources',
    '/api/v2/groups/{id}/inventory_sources',
}


class TestEveryPath(planted.SecretsTest):
    def setUp(self):
        super().setUp()
        host = self.make_host(self.inventory)
        group = world.make_group(self.ctx, self.inventory.id, 'web')
        association.add_host(self.ctx, group.id, host.id)
        self.update_id = self.update().id
        with self.database.engine.begin() as connection:
            for table, values in (
                (world.SOURCE_HOSTS, {'host_id': host.id}),
                (world.SOURCE_GROUPS, {'group_id': group.id}),
            ):
                connection.execute(
                    table.insert().values(
                        inventory_source_id=self.source.id, **values
                    )
                )
            self.last_new_entry = connection.scalar(
                sa.select(sa.func.max(_changes.c.id))
            )
            self._add_old_entries(connection)
        for name, role in (('updater', 'update'), ('owner', 'admin')):
            for row_id in (self.inventory.id, self.constructed['id']):
                tenants.grant(self, name, role, host_inventory_id=row_id)
        self.ids = self._find_ids()

    def _find_ids(self):
        """Return the ids of the planted rows, of all kinds."""
        ids = set()
        for table in (
            world.ORGANIZATIONS,
            world.INVENTORIES,
            world.SOURCES,
            world.UPDATES,
            world.HOSTS,
            world.GROUPS,
        ):
            ids |= {row.id for row in self.rows(sa.select(table.c.id))}
        entries = sa.select(_changes.c.id).order_by(_changes.c.id.desc())
        return sorted(ids | {self.rows(entries.limit(1))[0].id})

    def _add_old_entries(self, connection):
        """Add entries as earlier releases wrote them."""
        template = connection.execute(
            sa.select(_changes).where(
                _changes.c.object_type == 'inventory_source'
            )
        ).mappings()
        values = {
            name: value
            for name, value in template.first().items()
            if name not in ('id', 'batch')
        }
        digest = {
            'characters': 5000,
            'blake2b': f'{planted.WORD}0123456789',
        }
        for old, new in (
            ('', planted.SOURCE_VARS),
            (planted.SOURCE_VARS, digest),
        ):
            connection.execute(
                _changes.insert().values(
                    **{**values, 'changes': {'source_vars': [old, new]}}
                )
            )
        connection.execute(
            _changes.insert().values(
                **{
                    **values,
                    'changes': {'source_vars': planted.SOURCE_VARS},
                }
            )
        )

    def list_paths(self):
        """Yield (pattern, path) for all paths of planted rows."""
        for pattern, methods in routes.ROUTES.items():
            if 'GET' not in methods:
                continue
            parts = pattern.split('/')
            places = [n for n, part in enumerate(parts) if part[:1] == '{']
            for ids in itertools.product(self.ids, repeat=len(places)):
                for place, row_id in zip(places, ids, strict=True):
                    parts[place] = str(row_id)
                yield pattern, '/'.join(parts) + '/'

    def find_leaks(self, queries=(), **caller):
        """Return {pattern: a path that shows a marker}.

        The queries are sent to one path of each pattern.
        """
        leaks, queried = {}, set()
        for pattern, path in self.list_paths():
            answers = {path: self.ask('GET', path, **caller)}
            if answers[path].status_int == 200 and pattern not in queried:
                queried.add(pattern)
                answers[f'OPTIONS {path}'] = self.ask(
                    'OPTIONS', path, **caller
                )
                for query in queries:
                    answers[path + query] = self.ask(
                        'GET', path + query, **caller
                    )
            for place, answer in answers.items():
                self.assertLess(answer.status_int, 500, place)
                if planted.WORD in f'{answer.headers} {answer.text}':
                    leaks.setdefault(pattern, place)
        self.assertLess(_EXPECTED, queried, caller)
        return leaks

    def test_readers_find_no_secret(self):
        for caller in planted.READERS:
            leaks = self.find_leaks(_QUERIES, **caller)
            self.assertEqual({}, leaks, caller)

    def test_readers_find_no_secret_at_older_versions(self):
        leaks = self.find_leaks(version=versions.CONSTRUCTED, **planted.READER)
        self.assertEqual({}, leaks)

    def test_those_who_may_see_secrets_find_them_where_they_belong(self):
        for caller in (
            {},
            {'user': 'member', 'roles': 'member'},
            {'user': 'owner', 'roles': 'user'},
        ):
            leaks = self.find_leaks(**caller)
            self.assertEqual(_EXPECTED, leaks.keys(), caller)

    def test_no_filter_finds_rows_by_a_secret(self):
        """Each list refuses it, or ignores it like any unknown parameter."""
        queried = set()
        for pattern, path in self.list_paths():
            plain = self.ask('GET', path, **planted.READER)
            if plain.status_int != 200 or pattern in queried:
                continue
            queried.add(pattern)
            for query in _FILTERS:
                answer = self.ask('GET', path + query, **planted.READER)
                self.assertLess(answer.status_int, 500, path + query)
                if answer.status_int == 200:
                    self.assertEqual(
                        plain.text.count('"id"'),
                        answer.text.count('"id"'),
                        path + query,
                    )
        self.assertLess(_EXPECTED, queried)

    def test_filters_on_a_secret_are_forbidden(self):
        for path in (
            'inventory_sources/?source_vars=x',
            'inventory_sources/?not__source_vars__icontains=x',
            'inventory_sources/?order_by=-source_vars',
            'inventory_updates/?source_vars__startswith=CLOUD',
            'inventory_updates/?inventory_source__source_vars__regex=C',
            'hosts/?inventory_sources__source_vars__contains=x',
            'hosts/?host_filter=inventory_sources__source_vars__contains=x',
            'groups/?inventory_sources__source_vars__isnull=true',
            'inventories/?inventory_sources__source_vars__in=x,y',
        ):
            for caller in ({}, planted.READER):
                answer = self.read(path, **caller)
                # In AWX, the list of hosts answers all errors with 400.
                status = 400 if path.startswith('hosts/') else 403
                self.assertEqual(status, answer.status_int, answer.text)
                self.assertIn('source_vars is not allowed', answer.text)

    def test_no_smart_inventory_has_a_filter_on_a_secret(self):
        answer = self.ask(
            'POST',
            'inventories/',
            {
                'name': 'Smart',
                'organization': self.inventory.organization.id,
                'kind': 'smart',
                'host_filter': 'inventory_sources__source_vars__contains=x',
            },
        )
        self.assertEqual(403, answer.status_int, answer.text)

    def test_a_stored_filter_on_a_secret_matches_nothing(self):
        smart = self.make_inventory(
            'Smart',
            kind='smart',
            host_filter='name=web01',
            organization_id=self.inventory.organization.id,
        )
        path = f'inventories/{smart.id}/'
        self.assertEqual(1, self.ask('GET', path).json['total_hosts'])
        with self.database.engine.begin() as connection:
            connection.execute(
                world.INVENTORIES.update()
                .where(world.INVENTORIES.c.id == smart.id)
                .values(
                    host_filter='inventory_sources__source_vars__contains=x'
                )
            )
        body = self.ask('GET', path).json
        self.assertEqual(0, body['total_hosts'])
        self.assertIn('source_vars', body['host_filter_error'])
        self.assertEqual(403, self.ask('GET', f'{path}hosts/').status_int)
        self.assertEqual(200, self.ask('GET', 'inventories/').status_int)

    def test_options_say_that_no_filter_names_it(self):
        fields = self.ask(
            'OPTIONS', 'inventory_sources/', **planted.READER
        ).json['actions']['GET']
        self.assertFalse(fields['source_vars']['filterable'])
        self.assertTrue(fields['source_path']['filterable'])

    def test_entries_have_marks(self):
        for caller in ({}, planted.READER):
            answer = self.read(
                f'inventory_sources/{self.source.id}/activity_stream/'
                '?order_by=id',
                **caller,
            )
            changes = [
                row['changes']['source_vars']
                for row in answer.json['results']
                if 'source_vars' in row['changes']
            ]
            self.assertEqual(
                [
                    '',
                    ['', planted.MARK],
                    ['', planted.MARK],
                    [planted.MARK, planted.MARK],
                    planted.MARK,
                ],
                changes,
            )

    def test_stored_rows_have_secrets_in_their_columns_alone(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                _changes.delete().where(_changes.c.id > self.last_new_entry)
            )
            for table in tables.metadata.sorted_tables:
                for row in connection.execute(table.select()).mappings():
                    texts = {
                        name: str(value)
                        for name, value in row.items()
                        if name != 'source_vars'
                    }
                    self.assertNotIn(planted.WORD, str(texts), table.name)

    def test_the_output_of_an_update_has_marks(self):
        path = f'inventory_updates/{self.update_id}/'
        body = self.read(path).json
        self.assertIn(planted.SOURCE_VARS, body['source_vars'])
        self.assertIn(
            f"'CLOUD_TOKEN': '{planted.MARK}'", body['job_explanation']
        )
        text = self.read(f'{path}stdout/?format=txt').text
        self.assertIn(f'cannot use {planted.MARK} anywhere', text)
        self.assertIn('cannot use north anywhere', text)
        self.assertEqual({}, body['job_env'])
