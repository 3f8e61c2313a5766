"""The rows that a load writes, and the statements that it takes."""

import json
import unittest
from unittest import mock

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.importing import apply
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import loading
from placement_inv.objects.host_inventory.importing import plan
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_WRITES = ('INSERT', 'UPDATE', 'DELETE')


def _document(hosts=(), groups=None, children=None, hostvars=None, **more):
    """Return a document of some hosts and groups."""
    tree = {
        name: {'hosts': list(inside)}
        for name, inside in (groups or {}).items()
    }
    for name, inside in (children or {}).items():
        tree.setdefault(name, {})['children'] = list(inside)
    for name, values in more.pop('groupvars', {}).items():
        tree.setdefault(name, {})['vars'] = values
    tree['all'] = {'hosts': list(hosts), **more}
    tree['_meta'] = {'hostvars': hostvars or {}}
    return document.parse(json.dumps(tree))


class _Case(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def make_source(self, name='estate', **values):
        return world.make_loadable_source(
            self.database.engine,
            self.ctx,
            self.inventory.id,
            name,
            **values,
        )

    def begin(self, source):
        new_update = launching.launch(self.ctx, source.id)
        return update_run.start(self.ctx, new_update.id)

    def load(self, source, parsed_document):
        """Load a document and return the update that it ended."""
        run = self.begin(source)
        loading.load(self.ctx, run, parsed_document, update_run.Position())
        return update.get(self.ctx, run.id)

    def hosts(self):
        columns = (world.HOSTS.c.name, world.HOSTS.c.variables)
        return {
            name: json.loads(text or '{}')
            for name, text in self.rows(sa.select(*columns))
        }

    def groups(self):
        return {name for (name,) in self.rows(sa.select(world.GROUPS.c.name))}

    def members(self):
        return set(
            self.rows(
                sa.select(world.GROUPS.c.name, world.HOSTS.c.name)
                .join_from(world.MEMBERS, world.GROUPS)
                .join(world.HOSTS, world.HOSTS.c.id == world.MEMBERS.c.host_id)
            )
        )

    def children(self):
        parents, inside = world.GROUPS.alias(), world.GROUPS.alias()
        return set(
            self.rows(
                sa.select(parents.c.name, inside.c.name)
                .join_from(
                    world.CHILDREN,
                    parents,
                    parents.c.id == world.CHILDREN.c.parent_id,
                )
                .join(inside, inside.c.id == world.CHILDREN.c.child_id)
            )
        )


@base.on_every_database
class TestLoading(_Case):
    def test_everything_of_a_document_is_stored(self):
        source = self.make_source()
        result = self.load(
            source,
            _document(
                ['lone'],
                {'web': ['w1', 'w2'], 'db': ['d1']},
                {'site': ['web', 'db']},
                {'w1': {'port': 80}},
                vars={'tier': 'prod'},
                groupvars={'web': {'tls': True}},
            ),
        )
        self.assertEqual('successful', result.status)
        self.assertEqual(
            {
                'hosts': {
                    'added': 4, 'changed': 0, 'removed': 0, 'unchanged': 0,
                },
                'groups': {
                    'added': 3, 'changed': 0, 'removed': 0, 'unchanged': 0,
                },
            },
            result.counts,
        )  # fmt: skip
        self.assertEqual(
            {'lone': {}, 'w1': {'port': 80}, 'w2': {}, 'd1': {}}, self.hosts()
        )
        self.assertEqual(
            {('web', 'w1'), ('web', 'w2'), ('db', 'd1')}, self.members()
        )
        self.assertEqual({('site', 'web'), ('site', 'db')}, self.children())
        self.assertEqual(4, len(self.rows(world.SOURCE_HOSTS.select())))
        self.assertEqual(3, len(self.rows(world.SOURCE_GROUPS.select())))
        self.assertEqual(
            '{"tier": "prod"}',
            host_inventory.get(self.ctx, self.inventory.id).variables,
        )
        descriptions = self.rows(sa.select(world.HOSTS.c.description))
        self.assertEqual({('imported',)}, set(descriptions))

    def test_a_second_load_of_a_document_writes_no_row_of_the_inventory(self):
        source = self.make_source(overwrite=True, overwrite_vars=True)
        parsed_document = _document(
            groups={'web': ['w1', 'w2']},
            children={'site': ['web']},
            hostvars={'w1': {'a': [1, 1.5, None]}},
            vars={'tier': 'prod'},
        )
        self.load(source, parsed_document)
        run = self.begin(source)
        with self.count_statements() as counter:
            loading.load(self.ctx, run, parsed_document, update_run.Position())
        table_names = {
            statement.split()[2 if statement.startswith('INSERT') else 1]
            for statement in counter.statements
            if statement.startswith(_WRITES)
        }
        self.assertEqual(
            {'inventory_update_events', 'inventory_updates'},
            table_names,
            counter,
        )
        self.assertEqual(1, counter.commits)

    def test_statements_do_not_grow_with_the_hosts(self):
        def load(source, number, suffix, revision=0):
            names = [f'{suffix}{n}' for n in range(number)]
            parsed_document = _document(
                groups={'web': names, 'even': names[::2]},
                hostvars={name: {'touched': revision} for name in names},
            )
            run = self.begin(source)
            with self.count_statements() as counter:
                loading.load(
                    self.ctx, run, parsed_document, update_run.Position()
                )
            return len(counter.statements)

        source = self.make_source(overwrite=True)
        load(source, 1, 'a')
        # Each of these loads replaces the hosts of the one before.
        few = load(source, 2, 'b')
        self.assertEqual(few, load(source, 200, 'c'))
        self.assertEqual(few, load(source, 20, 'd'))
        # These loads change all hosts.
        few = load(source, 20, 'd', revision=1)
        load(source, 200, 'e')
        self.assertEqual(few, load(source, 200, 'e', revision=1))

    def test_an_overwriting_load_deletes_what_it_brought_before(self):
        source = self.make_source(overwrite=True)
        by_hand = host.create(
            self.ctx,
            {
                'host_inventory_id': self.inventory.id,
                'name': 'by hand',
                'variables': '',
            },
        )
        self.load(
            source,
            _document(
                groups={'web': ['w1', 'w2'], 'old': ['w1']},
                children={'site': ['web', 'old']},
            ),
        )
        result = self.load(
            source,
            _document(groups={'web': ['w2']}, children={'site': ['web']}),
        )
        self.assertEqual({'by hand', 'w2'}, set(self.hosts()))
        self.assertEqual({'web', 'site'}, self.groups())
        self.assertEqual({('web', 'w2')}, self.members())
        self.assertEqual({('site', 'web')}, self.children())
        self.assertEqual(1, result.counts['hosts']['removed'])
        self.assertEqual(1, result.counts['groups']['removed'])
        self.assertEqual('by hand', host.get(self.ctx, by_hand.id).name)

    def test_lost_memberships_and_links_are_removed(self):
        source = self.make_source(overwrite=True)
        self.load(
            source,
            _document(
                groups={'a': ['h1', 'h2'], 'b': ['h1']},
                children={'top': ['a', 'b']},
            ),
        )
        self.load(
            source,
            _document(
                groups={'a': ['h2'], 'b': ['h1', 'h2']},
                children={'top': ['a']},
            ),
        )
        self.assertEqual(
            {('a', 'h2'), ('b', 'h1'), ('b', 'h2')}, self.members()
        )
        self.assertEqual({('top', 'a')}, self.children())

    def test_a_merging_load_keeps_rows_that_the_document_lost(self):
        source = self.make_source()
        self.load(source, _document(['h1', 'h2'], hostvars={'h1': {'a': 1}}))
        self.load(source, _document(['h1'], hostvars={'h1': {'b': 2}}))
        self.assertEqual({'h1': {'a': 1, 'b': 2}, 'h2': {}}, self.hosts())

    def test_a_host_made_by_hand_is_adopted_and_changed(self):
        values = {'host_inventory_id': self.inventory.id, 'name': 'h1'}
        mine = host.create(
            self.ctx,
            {**values, 'variables': 'a: 1', 'description': 'mine'},
        )
        self.load(
            self.make_source(), _document(['h1'], hostvars={'h1': {'b': 2}})
        )
        row = host.get(self.ctx, mine.id)
        self.assertEqual('{"a": 1, "b": 2}', row.variables)
        self.assertEqual('mine', row.description)
        self.assertEqual(mine.generation + 1, row.generation)
        self.assertTrue(row.managed_by)

    def test_an_edit_between_reading_and_writing_is_not_lost(self):
        if self.backend == 'sqlite':
            raise unittest.SkipTest('SQLite has one writer at a time')
        source = self.make_source()
        self.load(source, _document(['a']))
        (host_id,) = self.rows(sa.select(world.HOSTS.c.id))[0]
        compute, edits = plan.compute, ['mine: 1']

        def compute_slowly(*arguments):
            if edits:
                changes = {'variables': edits.pop()}
                host.update(self.make_context(), host_id, changes)
            return compute(*arguments)

        with mock.patch.object(plan, 'compute', compute_slowly):
            result = self.load(
                source, _document(['a'], hostvars={'a': {'theirs': 2}})
            )
        self.assertEqual('successful', result.status)
        self.assertEqual({'a': {'mine': 1, 'theirs': 2}}, self.hosts())

    def test_a_load_that_is_refused_changes_nothing(self):
        source = self.make_source()
        self.load(source, _document(['a']))
        run = self.begin(source)
        with mock.patch.object(
            apply,
            '_link',
            side_effect=import_errors.DocumentRefused(reason='x'),
        ):
            self.assertRaises(
                import_errors.DocumentRefused,
                loading.load,
                self.ctx,
                run,
                _document(['a', 'b'], hostvars={'a': {'new': 1}}),
                update_run.Position(),
            )
        self.assertEqual({'a': {}}, self.hosts())
        self.assertEqual('running', update.get(self.ctx, run.id).status)

    def test_a_canceled_update_loads_nothing(self):
        run = self.begin(self.make_source())
        self.assertTrue(update_run.cancel(self.ctx, run.id))
        loading.load(self.ctx, run, _document(['a']), update_run.Position())
        self.assertEqual({}, self.hosts())
        self.assertEqual('canceled', update.get(self.ctx, run.id).status)

    def test_a_worker_whose_update_started_again_loads_nothing(self):
        run = self.begin(self.make_source())
        again = update_run.start(self.make_context(), run.id)
        self.assertRaises(
            exceptions.Stopped,
            loading.load,
            self.ctx,
            run,
            _document(['a']),
            update_run.Position(),
        )
        self.assertEqual({}, self.hosts())
        loading.load(self.ctx, again, _document(['b']), again.position)
        self.assertEqual({'b': {}}, self.hosts())

    def test_cycles_cause_warnings(self):
        source = self.make_source()
        self.load(source, _document(children={'p': ['q'], 'q': ['p']}))
        text = self.rows(sa.select(world.EVENTS.c.stdout)).pop().stdout
        self.assertIn('[WARNING]: group', text)
        self.assertEqual(1, len(self.children()))
