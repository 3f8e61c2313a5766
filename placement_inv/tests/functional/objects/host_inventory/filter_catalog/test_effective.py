import json

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import explain
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.smartfilter import limits
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_TABLES = (world.INVENTORIES, world.HOSTS, world.GROUPS)
_FILTERS = (
    'effective_variables__a=1',
    'effective_variables__a="1"',
    'not effective_variables__a=1',
    'effective_variables__a > 0',
    'effective_variables__a exists',
    'effective_variables__a__isnull=true',
    'effective_variables__b__c[]=1 or effective_variables__a in (2, 3)',
    'groups__hosts__host_vars__a=1',
    'effective_variables__"odd \\" key"=1',
)
_VALUES = st.sampled_from([1, '1', 2, None, {'c': [1]}])
_VARIABLES = st.dictionaries(
    st.sampled_from(['a', 'b', 'odd " key']), _VALUES, max_size=2
)


def _wide(text):
    return host_filter.HostFilter(text, host_filter.EXTENDED)


class _Filtered(base.DatabaseTest):
    def names(self, text):
        page = host.page(self.ctx, list_page.Query(), _wide(text))
        return [row.name for row in page.rows]


@base.on_every_database
class TestOwnVariables(_Filtered):
    def test_filters_read_variables_in_json_and_yaml(self):
        inventory = world.make_inventory(self.ctx, variables='site: north')
        for name, text in (
            ('h1', '{"rack": "r4", "units": 2}'),
            ('h2', '---\nrack: r5\nunits: "2"\ntags: [a, b]'),
            ('h3', ''),
        ):
            world.make_host(self.ctx, inventory.id, name, variables=text)
        for text, expected in (
            ('variables__rack=r4', ['h1']),
            ('variables__units=2', ['h1', 'h2']),
            ('variables__units="2"', ['h2']),
            ('variables__tags__contains=b', ['h2']),
            ('variables__rack not exists', ['h3']),
            ('inventory__variables__site=north', ['h1', 'h2', 'h3']),
            ('variables__site exists', []),
            ('host_vars__site=north and not host_vars__rack=r4', ['h2', 'h3']),
        ):
            with self.subTest(text):
                self.assertEqual(expected, self.names(text))

    def test_filters_read_marked_values(self):
        inventory = world.make_inventory(
            self.ctx, variables='site: {__ansible_unsafe: "{{ s }}"}'
        )
        for name, text in (
            ('h1', '{"a": {"__ansible_unsafe": "{{ x }}"}}'),
            ('h2', 'a: {"\\x5f_ansible_unsafe": y}\nb: [{"c": 1}]'),
            ('h3', '{"a": "{{ x }}", "b": [{"__ansible_unsafe": "z"}]}'),
        ):
            row = world.make_host(self.ctx, inventory.id, name, variables=text)
            document = {'a': {'__ansible_unsafe': f'{{{{ {name} }}}}'}}
            facts.replace(self.ctx, row.id, document)
        for text, expected in (
            ('variables__a="{{ x }}"', ['h1', 'h3']),
            ('variables__a=y', ['h2']),
            ('variables__a__endswith="x }}"', ['h1', 'h3']),
            ('variables__a____ansible_unsafe exists', []),
            ('variables__b[]=z', ['h3']),
            ('effective_variables__a="{{ x }}"', ['h1', 'h3']),
            ('effective_variables__site="{{ s }}"', ['h1', 'h2', 'h3']),
            ('ansible_facts__a="{{ h2 }}"', ['h2']),
            ('ansible_facts__a__contains="h3 }"', ['h3']),
        ):
            with self.subTest(text):
                self.assertEqual(expected, self.names(text))

    def test_values_that_databases_cannot_store_cause_no_error(self):
        inventory = world.make_inventory(self.ctx)
        deep = 40 * '{"a":' + '1' + 40 * '}'
        for number, text in enumerate(
            (deep, '{"a": "x\\u0000y"}', '{"a": "\\ud800"}', 'a: "\\0"')
        ):
            world.make_host(
                self.ctx, inventory.id, f'h{number}', variables=text
            )
        self.assertEqual(['h1'], self.names('variables__a__startswith=x'))
        self.assertEqual(['h0'], self.names('variables__a__a__a exists'))

    def test_every_write_updates_the_parsed_variables(self):
        inventory = world.make_inventory(self.ctx, variables='{"i": 1}')
        values = {'description': '', 'enabled': True, 'instance_id': ''}
        row = world.make_host(
            self.ctx, inventory.id, 'h1:22', variables='a: 1'
        )
        host.update(self.ctx, row.id, {'variables': 'a: 2'})
        host.update(self.ctx, row.id, {'description': 'x'})
        bulk_create_delete.create(
            self.ctx,
            inventory.id,
            [{**values, 'name': 'h2', 'variables': '{"b": 2}'}],
        )
        of_group = world.make_group(
            self.ctx, inventory.id, 'g', variables='g: 1'
        )
        group.update(self.ctx, of_group.id, {'variables': 'g: 2'})
        for model, row_id in (
            ('Inventory', inventory.id),
            ('Host', row.id),
            ('Group', of_group.id),
        ):
            self._check()
            variable_data.replace(self.ctx, model, row_id, {'z': [row_id]})
        host_inventory.update(self.ctx, inventory.id, {'variables': 'i: 3'})
        copying.copy(self.ctx, inventory.id, 'copy')
        self._check()

    def _check(self):
        for table in _TABLES:
            for row in self.rows(sa.select(table)):
                self.assertEqual(
                    variables.parse_stored(row.variables) or None,
                    row.variables_data,
                )
                self.assertEqual(
                    variable_documents.from_text(row.variables),
                    row.variables_data,
                )


@base.on_every_database
class TestEffectiveVariables(_Filtered):
    def test_variables_of_hosts_precede_those_of_groups_and_inventories(self):
        inventory = world.make_inventory(self.ctx, variables='v: inventory')
        top, mid, web, zoo = (
            world.make_group(self.ctx, inventory.id, name, variables=text)
            for name, text in (
                ('top', 'v: top'),
                ('mid', ''),
                ('web', '{"w": "web"}'),
                ('zoo', '{"w": "zoo", "ansible_group_priority": 0}'),
            )
        )
        association.add_child(self.ctx, top.id, mid.id)
        association.add_child(self.ctx, mid.id, web.id)
        hosts = [
            world.make_host(self.ctx, inventory.id, name, variables=text)
            for name, text in (('h1', 'v: own'), ('h2', ''), ('h3', ''))
        ]
        for member in hosts[:2]:
            association.add_host(self.ctx, web.id, member.id)
            association.add_host(self.ctx, zoo.id, member.id)
        for text, expected in (
            ('host_vars__v=own', ['h1']),
            ('host_vars__v=top', ['h2']),
            ('host_vars__v=inventory', ['h3']),
            # Three deep goes before one deep, whatever the names say.
            ('host_vars__w=web', ['h1', 'h2']),
            ('host_vars__w=zoo', []),
            ('groups__variables__w=zoo', ['h1', 'h2']),
            ('all_groups__variables__v=top', ['h1', 'h2']),
        ):
            with self.subTest(text):
                self.assertEqual(expected, self.names(text))
        association.remove_child(self.ctx, mid.id, web.id)
        # Now both are one deep: the priority of web is 1.
        self.assertEqual(['h1', 'h2'], self.names('host_vars__w=web'))
        group.update(self.ctx, zoo.id, {'variables': 'w: zoo'})
        self.assertEqual(['h1', 'h2'], self.names('host_vars__w=zoo'))

    def test_the_number_of_names_is_limited(self):
        inventory = world.make_inventory(self.ctx, variables='v1: 2')
        world.make_host(self.ctx, inventory.id, 'h1', variables='v0: 2')
        most = limits.DEFAULT.document_choices
        terms = [f'not host_vars__v{n}[]__x > 1' for n in range(most)]
        self.assertEqual(['h1'], self.names(' and '.join(terms)))
        self.assertEqual(['h1'], self.names(' or '.join(terms)))
        values = ', '.join(map(str, range(200)))
        self.assertEqual(['h1'], self.names(f'host_vars__v1 in ({values})'))
        self.assertRaises(
            errors.InvalidHostFilter,
            self.names,
            ' or '.join([*terms, 'host_vars__v0=2']),
        )

    def test_effective_variables_are_explained(self):
        inventory = world.make_inventory(self.ctx, variables='v: inventory')
        row = world.make_host(self.ctx, inventory.id, 'h1', variables='w: 1')
        explanation = explain.explain_filter(
            self.ctx, row.id, _wide('host_vars__v=x or host_vars__w=1')
        )
        self.assertEqual(
            [(False, ('inventory',)), (True, (1,))],
            [(term.holds, term.values) for term in explanation.terms],
        )

    @given(
        own=st.lists(_VARIABLES, min_size=2, max_size=3),
        groups=st.lists(
            st.tuples(_VARIABLES, st.sampled_from([None, 0, 5, '7'])),
            max_size=4,
        ),
        inventory=_VARIABLES,
        links=st.sets(
            st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5
        ),
        members=st.sets(
            st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=5
        ),
        text=st.sampled_from(_FILTERS),
    )
    @settings(max_examples=15)
    def test_effective_variables_follow_the_precedence_of_ansible(
        self, own, groups, inventory, links, members, text
    ):
        group_variables = [
            document if priority is None else {**document, _PRIORITY: priority}
            for document, priority in groups
        ]
        # Links go from a lower number to a higher one: never in a circle.
        links = {
            (near, far) for near, far in links if near < far < len(groups)
        }
        members = {
            (number, member)
            for number, member in members
            if number < len(groups) and member < len(own)
        }
        self._fill(own, group_variables, inventory, links, members)
        effective = [
            _effective(number, own, group_variables, inventory, links, members)
            for number in range(len(own))
        ]
        # The same question, asked of hosts that say all of it themselves.
        expected = self.names(text)
        self._fill(
            effective, [{} for _ in group_variables], {}, links, members
        )
        own_text = text.replace('effective_variables', 'variables').replace(
            'host_vars', 'variables'
        )
        self.assertEqual(self.names(own_text), expected)

    def _fill(self, own, groups, inventory, links, members):
        texts = {'description': '', 'variables': ''}
        pairs = tables.host_inventory
        with self.database.engine.begin() as connection:
            for table in (world.INVENTORIES, world.ORGANIZATIONS):
                connection.execute(table.delete())
            connection.execute(
                world.ORGANIZATIONS.insert(),
                {'id': 1, 'name': 'Org', 'description': '', 'max_hosts': 0},
            )
            connection.execute(
                world.INVENTORIES.insert(),
                {
                    'id': 1,
                    'name': 'Inv',
                    'organization_id': 1,
                    **texts,
                    'variables_data': inventory or None,
                },
            )
            for table, documents in (
                (world.HOSTS, own),
                (world.GROUPS, groups),
            ):
                rows = [
                    {
                        'id': number,
                        'name': f'n{number - 1}',
                        'host_inventory_id': 1,
                        **texts,
                        'variables_data': document or None,
                    }
                    for number, document in enumerate(documents, start=1)
                ]
                if rows:
                    connection.execute(table.insert(), rows)
            for table, edges in (
                (pairs.host_group_children, links),
                (pairs.host_group_hosts, members),
            ):
                for near, far in sorted(edges):
                    connection.execute(
                        table.insert().values([near + 1, far + 1])
                    )


_PRIORITY = 'ansible_group_priority'


def _effective(number, own, groups, inventory, links, members):
    """Return the variables of a host as Ansible combines them."""
    above = {group for group, member in members if member == number}
    waiting = list(above)
    while waiting:
        child = waiting.pop()
        parents = {near for near, far in links if far == child} - above
        above |= parents
        waiting.extend(parents)
    result = dict(inventory)
    for each in sorted(
        above,
        key=lambda group: (
            _depth(group, links),
            int(groups[group].get(_PRIORITY, 1)),
            f'n{group}',
        ),
    ):
        result.update(groups[each])
    result.update(own[number])
    result.pop(_PRIORITY, None)
    return json.loads(json.dumps(result))


def _depth(group, links):
    return 1 + max(
        (_depth(near, links) for near, far in links if far == group),
        default=0,
    )
