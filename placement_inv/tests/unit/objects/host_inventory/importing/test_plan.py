"""The plan of a load: compared with a model, and rule by rule."""

import unittest

import hypothesis
from hypothesis import strategies as st

from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import plan
from placement_inv.objects.host_inventory.importing.current_state import (
    Settings,
)
from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.importing.document import Group
from placement_inv.objects.host_inventory.importing.document import Host
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.tests.unit.objects.host_inventory.importing import reference
from placement_inv.tests.unit.objects.host_inventory.importing.reference import (  # noqa: E501
    World,
)

HOSTS = tuple('abcdef')
GROUPS = tuple('stuvw')

VALUES = st.sampled_from((1, True, 1.0, 0, 'x', None, [1], {'k': 1}))
VARIABLES = st.fixed_dictionaries(
    {},
    optional={
        'v': VALUES,
        'w': VALUES,
        'id': st.integers(1, 4),
        'state': st.sampled_from(('On', 'off', True)),
        '_awx_description': st.just('described'),
    },
)


@st.composite
def documents(draw):
    hosts = draw(st.dictionaries(st.sampled_from(HOSTS), VARIABLES))
    groups = draw(st.dictionaries(st.sampled_from(GROUPS), VARIABLES))
    some_hosts = st.lists(st.sampled_from(sorted(hosts) or ['']), unique=True)
    some_groups = st.lists(
        st.sampled_from(sorted(groups) or ['']), unique=True
    )
    return Document(
        draw(VARIABLES),
        {name: Host(name, variables) for name, variables in hosts.items()},
        {
            name: Group(
                name,
                variables,
                tuple(draw(some_hosts)) if hosts else (),
                tuple(draw(some_groups)),
            )
            for name, variables in groups.items()
        },
    )


SETTINGS = st.builds(
    Settings,
    overwrite=st.booleans(),
    overwrite_vars=st.booleans(),
    enabled_var=st.sampled_from(('', 'state')),
    enabled_value=st.sampled_from(('', 'ON')),
    instance_id_var=st.sampled_from(('', 'id')),
)

EDITS = st.one_of(
    st.tuples(
        st.just('host'),
        st.sampled_from(HOSTS),
        VARIABLES,
        st.sampled_from(('', '1', '2')),
    ),
    st.tuples(st.just('group'), st.sampled_from(GROUPS), VARIABLES),
    st.tuples(
        st.just('member'), st.sampled_from(GROUPS), st.sampled_from(HOSTS)
    ),
    st.tuples(
        st.just('child'), st.sampled_from(GROUPS), st.sampled_from(GROUPS)
    ),
)

STEPS = st.lists(
    st.one_of(EDITS, st.tuples(st.just('load'), documents(), SETTINGS)),
    max_size=8,
)


def edit(world, kind, name, *values):
    """Make an edit that a user can make between two loads."""
    if kind == 'host' and world.host_named(name) is None:
        world.add_host(name, variables=values[0], instance_id=values[1])
    elif kind == 'group' and world.group_named(name) is None:
        world.add_group(name, variables=values[0])
    elif kind == 'member':
        pair = world.group_named(name), world.host_named(values[0])
        if None not in pair:
            world.members.add(pair)
    elif kind == 'child':
        pair = world.group_named(name), world.group_named(values[0])
        if None not in pair and pair[0] not in world.find_below(pair[1]):
            world.children.add(pair)


def compute(world, read_document, settings):
    return plan.compute(
        world.to_current_state(), read_document, settings, reference.read
    )


def tree(**children):
    """Return a document with groups only, from {name: names of children}."""
    groups = {
        name: Group(name, {}, (), tuple(names))
        for name, names in children.items()
    }
    return Document({}, {}, groups)


#: A user made a link in the opposite direction of the document's link.
OPPOSED = [
    ('group', 's', {}),
    ('load', tree(t='', w=''), Settings()),
    ('child', 's', 'w'),
    ('load', tree(w='s', s='', t='', u=''), Settings(overwrite=True)),
]


class LawsTest(unittest.TestCase):
    @hypothesis.settings(max_examples=400)
    @hypothesis.example(OPPOSED)
    @hypothesis.given(STEPS)
    def test_plans_agree_with_a_load_row_by_row(self, steps):
        world = World()
        for kind, *values in steps:
            if kind != 'load':
                edit(world, kind, *values)
                continue
            expected, before = world.copy(), world.copy()
            try:
                reference.load(expected, *values)
            except reference.Collision:
                with self.assertRaises(import_errors.RenameCollision):
                    compute(world, *values)
                continue
            new_plan = compute(world, *values)
            reference.apply(world, new_plan)
            self.assertEqual(expected, world)
            self.check_counts(new_plan, before, values[0])
            again = compute(world, *values)
            self.assertTrue(again.writes_nothing, again)

    def check_counts(self, new_plan, before, read_document):
        for counts, rows, items in (
            (new_plan.host_counts, before.hosts, read_document.hosts),
            (new_plan.group_counts, before.groups, read_document.groups),
        ):
            self.assertEqual(
                len(items), counts.additions + counts.changes + counts.same
            )
            self.assertLessEqual(counts.deletions, len(rows))


class RulesTest(unittest.TestCase):
    def setUp(self):
        self.world = World()

    def load(self, tree, **settings):
        if isinstance(tree, list):
            tree = {'ungrouped': {'hosts': tree}}
        read_document = document._Reader(None, names_are_ours=False)
        meta = tree.pop('_meta', None)
        for name, body in tree.items():
            read_document.read_group(name, body)
        read_document.read_meta(meta)
        new_plan = compute(
            self.world, read_document.document(), Settings(**settings)
        )
        reference.apply(self.world, new_plan)
        return new_plan

    def host(self, name):
        return self.world.hosts[self.world.host_named(name)]

    def names(self):
        return {row['name'] for row in self.world.hosts.values()}

    def test_first_load_and_the_same_again(self):
        tree = {'g': {'hosts': {'a': {'x': 1}, 'b': {}}}}
        first = self.load(dict(tree))
        self.assertEqual(plan.Counts(additions=2), first.host_counts)
        self.assertEqual(plan.Counts(additions=1), first.group_counts)
        self.assertEqual('imported', self.host('a')['description'])
        second = self.load(dict(tree))
        self.assertTrue(second.writes_nothing)
        self.assertEqual(plan.Counts(same=2), second.host_counts)

    def test_the_description_variable(self):
        tree = {'g': {'hosts': {'a': {'_awx_description': 'mine', 'x': 1}}}}
        self.load(tree)
        self.assertEqual('mine', self.host('a')['description'])
        self.assertEqual({'x': 1}, self.host('a')['variables'])
        self.assertTrue(self.load(tree).writes_nothing)

    def test_merging_keeps_and_overwriting_deletes(self):
        self.load(['a', 'b'])
        self.load(['a'])
        self.assertEqual({'a', 'b'}, self.names())
        new_plan = self.load(['a'], overwrite=True)
        self.assertEqual({'a'}, self.names())
        self.assertEqual(
            plan.Counts(deletions=1, same=1), new_plan.host_counts
        )

    def test_rows_of_others_stay_until_they_are_adopted(self):
        manual = self.world.add_host('manual', description='by hand')
        self.load(['a'], overwrite=True)
        self.assertIn('manual', self.names())
        new_plan = self.load(['a', 'manual'], overwrite=True)
        self.assertEqual((manual,), new_plan.adopted_hosts)
        self.assertEqual('by hand', self.host('manual')['description'])
        self.load(['a'], overwrite=True)
        self.assertEqual({'a'}, self.names())

    def test_variables_merge_or_are_replaced(self):
        self.load({'g': {'hosts': {'a': {'x': 1, 'y': 1}}}})
        self.load({'g': {'hosts': {'a': {'y': 2}}}})
        self.assertEqual({'x': 1, 'y': 2}, self.host('a')['variables'])
        self.load({'g': {'hosts': {'a': {'y': 2}}}}, overwrite_vars=True)
        self.assertEqual({'y': 2}, self.host('a')['variables'])

    def test_inventory_variables_always_merge(self):
        self.load({'all': {'vars': {'x': 1}}})
        self.load(
            {'all': {'vars': {'y': 2}}}, overwrite=True, overwrite_vars=True
        )
        self.assertEqual({'x': 1, 'y': 2}, self.world.variables)

    def test_true_is_not_one(self):
        self.load({'g': {'hosts': {'a': {'x': 1}}}})
        new_plan = self.load({'g': {'hosts': {'a': {'x': True}}}})
        self.assertEqual(1, new_plan.host_counts.changes)
        self.assertIs(True, self.host('a')['variables']['x'])

    def test_a_known_instance_is_renamed_in_place(self):
        settings = {'instance_id_var': 'id', 'overwrite': True}
        self.load({'g': {'hosts': {'a': {'id': 'i1'}}}}, **settings)
        number = self.world.host_named('a')
        new_plan = self.load({'g': {'hosts': {'b': {'id': 'i1'}}}}, **settings)
        self.assertEqual('b', self.world.hosts[number]['name'])
        self.assertEqual('a', new_plan.changed_hosts[0].renamed_from)
        self.assertEqual({'b'}, self.names())

    def test_hosts_loaded_before_there_was_an_id_are_recognised(self):
        self.load({'g': {'hosts': {'a': {'id': 'i1'}}}})
        number = self.world.host_named('a')
        self.load({'g': {'hosts': {'b': {'id': 'i1'}}}}, instance_id_var='id')
        self.assertEqual('b', self.world.hosts[number]['name'])
        self.assertEqual('i1', self.world.hosts[number]['instance_id'])
        self.assertEqual({'b'}, self.names())

    def test_two_instances_may_swap_names(self):
        settings = {'instance_id_var': 'id'}
        self.load(
            {'g': {'hosts': {'a': {'id': 1}, 'b': {'id': 2}}}}, **settings
        )
        before = self.world.host_named('a')
        self.load(
            {'g': {'hosts': {'a': {'id': 2}, 'b': {'id': 1}}}}, **settings
        )
        self.assertEqual(before, self.world.host_named('b'))

    def test_a_name_that_stays_taken_is_an_error(self):
        self.world.add_host('old', instance_id='7')
        self.world.add_host('new')
        with self.assertRaises(import_errors.RenameCollision) as caught:
            self.load(
                {'g': {'hosts': {'new': {'id': 7}}}}, instance_id_var='id'
            )
        self.assertEqual('old', caught.exception.old)
        self.assertEqual('7', caught.exception.instance_id)

    def test_types_without_an_instance_id_reset_it(self):
        self.world.add_host('a', instance_id='by hand')
        self.load(['a'])
        self.assertEqual('', self.host('a')['instance_id'])

    def test_enabled(self):
        self.world.add_host('b', enabled=False)
        settings = {'enabled_var': 'st.p', 'enabled_value': 'Running'}
        tree = {
            'g': {
                'hosts': {
                    'a': {'st': {'p': 'stopped'}},
                    'b': {'x': 1},
                    'c': {},
                    'd': {'st': {'p': 'RUNNING'}},
                }
            }
        }
        self.load(tree, **settings)
        self.assertEqual(
            {'a': False, 'b': False, 'c': True, 'd': True},
            {r['name']: r['enabled'] for r in self.world.hosts.values()},
        )

    def test_memberships(self):
        self.load({'g': ['a', 'b'], 'h': ['a']})
        by_hand = self.world.add_group('hand')
        self.world.members.add((by_hand, self.world.host_named('a')))
        self.load({'g': ['a'], 'h': ['a', 'b']})
        self.assertEqual(5, len(self.world.members))
        self.load({'g': ['a'], 'h': ['b']}, overwrite=True)
        groups = {n: row['name'] for n, row in self.world.groups.items()}
        self.assertEqual(
            {('g', 'a'), ('h', 'b'), ('hand', 'a')},
            {
                (groups[group], self.world.hosts[host]['name'])
                for group, host in self.world.members
            },
        )

    def test_one_direction_of_a_cycle_remains(self):
        tree = {'p': {'children': ['p', 'q']}, 'q': {'children': ['p']}}
        new_plan = self.load(tree)
        p, q = map(self.world.group_named, 'pq')
        self.assertEqual({(p, q)}, self.world.children)
        self.assertEqual(2, len(new_plan.warnings))
        self.assertTrue(self.load(tree, overwrite=True).writes_nothing)

    def test_the_stored_direction_goes_first(self):
        p, q = map(self.world.add_group, 'pq')
        self.world.children.add((q, p))
        tree = {'p': {'children': ['q']}, 'q': {}}
        self.load(dict(tree))
        self.assertEqual({(q, p)}, self.world.children)
        self.load(dict(tree), overwrite=True)
        self.assertEqual({(p, q)}, self.world.children)

    def test_an_overwriting_load_removes_links_of_rows_it_adopts(self):
        s, w, manual = map(self.world.add_group, ('s', 'w', 'manual'))
        a, b = map(self.world.add_host, 'ab')
        self.world.children |= {(s, w), (s, manual), (manual, w)}
        self.world.members |= {(s, a), (s, b), (manual, a)}
        names = {'w': {}, 's': {'children': []}, 'g': ['a']}
        self.load(dict(names), overwrite=True)
        g = self.world.group_named('g')
        self.assertEqual({(s, manual), (manual, w)}, self.world.children)
        self.assertEqual({(s, b), (manual, a), (g, a)}, self.world.members)
        self.assertTrue(self.load(dict(names), overwrite=True).writes_nothing)

    def test_links_that_an_overwriting_load_removes_close_no_cycle(self):
        s, w = map(self.world.add_group, 'sw')
        self.world.children.add((s, w))
        names = {'w': {'children': ['s']}, 's': {}}
        new_plan = self.load(dict(names), overwrite=True)
        self.assertEqual((), new_plan.warnings)
        self.assertEqual({(w, s)}, self.world.children)
        self.assertTrue(self.load(dict(names), overwrite=True).writes_nothing)

    def test_links_that_an_overwriting_load_keeps_close_cycles(self):
        s, w, manual = map(self.world.add_group, ('s', 'w', 'manual'))
        self.world.children |= {(s, manual), (manual, w)}
        names = {'w': {'children': ['s']}, 's': {}}
        new_plan = self.load(dict(names), overwrite=True)
        self.assertEqual(1, len(new_plan.warnings))
        self.assertEqual({(s, manual), (manual, w)}, self.world.children)
        self.assertTrue(self.load(dict(names), overwrite=True).writes_nothing)

    def test_deleting_a_group_keeps_its_hosts_and_children(self):
        self.load({'g': {'hosts': ['a'], 'children': ['k']}, 'k': ['b']})
        self.load({'k': ['a', 'b']}, overwrite=True)
        self.assertEqual({'a', 'b'}, self.names())
        self.assertIsNone(self.world.group_named('g'))
        self.assertEqual(set(), self.world.children)
