"""Unsafe texts stay unsafe, from a source to a controller."""

import itertools
import json
import os
import pathlib
import subprocess
import sys
import types

from ansible import template
import fixtures
import hypothesis
from hypothesis import strategies as st
import sqlalchemy as sa
import testtools

from placement_inv.db import tables
from placement_inv.db.tables import base as columns
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.tests import confined
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_FACTS = tables.host_inventory.host_facts
_OPTIONS = script.ScriptOptions(hostvars=True)
_FILE = """
all:
  hosts:
    h1:
      state: !unsafe active
      note: !unsafe '{{ x }}'
      nested: {header: [!unsafe "#jinja2:x:'y'\\nz", !unsafe plain]}
      own: '{{ 1 + 1 }}'
    h2: {state: !unsafe stopped, _awx_description: !unsafe 'a {b}'}
"""

#: Names of facts, and the texts that run CALL where they are evaluated.
_TEXTS = {
    'variable': '{{ CALL }}',
    'block': '{% set x = CALL %}',
    'comment': "#jinja2:comment_start_string:'<#'\n{{ CALL }}",
    'header': "#jinja2:variable_start_string:'<<'\n<< CALL }}",
    'both': "#jinja2:variable_start_string:'@@',"
    "variable_end_string:'@@'\n@@ CALL @@",
    'line': "#jinja2:line_statement_prefix:'%'\n% set x = CALL",
    'twice': "{{ '{' ~ '{ CALL }' ~ '}' }}",
    'expression': 'CALL',
    'leading': ' {{ CALL }}',
    'wide': '\uff5b\uff5b CALL \uff5d\uff5d',
}

_PLAY = """
- hosts: all
  gather_facts: false
  connection: local
  ignore_errors: true
  tasks:
    - debug: {var: group_names}
    - debug: {var: groups}
    - debug: {var: inventory_hostname}
    - debug: {msg: "{{ hostvars[inventory_hostname] }}"}
"""
_TASKS = """
    - debug: {var: NAME}
    - debug: {msg: "{{ NAME }}"}
    - debug: {msg: "{{ item }}"}
      loop: "{{ [NAME] | flatten }}"
    - debug: {msg: "{{ item.key }} {{ item.value }}"}
      loop: "{{ NAME | dict2items }}"
    - debug: {msg: x}
      when: "{{ NAME }}"
    - debug: {msg: x}
      when: "{{ NAME.keys() | first }}"
    - debug: {msg: "{{ lookup('vars', 'NAME') }}"}
"""


class TestPlainTexts(testtools.TestCase):
    """Ansible's template engine, given texts without a mark."""

    def _evaluate(self, text):
        engine = template.Templar(variables={'x': 'evaluated'})
        return engine.template(template.trust_as_template(text))

    def test_texts_that_ansible_evaluates_are_not_plain(self):
        for text in ('{{ x }}', "#jinja2:variable_start_string:'<<'\n<< x }}"):
            self.assertEqual('evaluated', self._evaluate(text))
            self.assertFalse(marks.is_plain(text))

    @hypothesis.given(
        st.text(st.sampled_from('aZ09é٣黒 _./:,@+=-x'), max_size=30)
        | st.from_regex(r'[\w ._/:,@+=-]{0,30}', fullmatch=True)
    )
    def test_ansible_does_not_change_plain_texts(self, text):
        self.assertTrue(marks.is_plain(text))
        self.assertEqual(text, self._evaluate(text))


@base.on_every_database
class TestSources(updating.UpdateCase):
    """A file with unsafe texts, read by the real tool."""

    def _names(self, text):
        filter_ = host_filter.HostFilter(text, host_filter.EXTENDED)
        page = host.page(self.ctx, list_page.Query(), filter_)
        return [row.name for row in page.rows]

    def test_filters_read_marked_values_and_scripts_keep_the_marks(self):
        self.write('marked.yml', _FILE)
        new_source = self.make_source(
            source_path='marked.yml',
            enabled_var='state',
            enabled_value='active',
        )
        result = self.run_one(new_source)
        self.assertEqual('successful', result.status, self.output_of(result))
        first, second = host.page(self.ctx, list_page.Query()).rows
        self.assertTrue(first.enabled)
        self.assertFalse(second.enabled)
        self.assertEqual('a {b}', second.description)
        for text, expected in (
            ('variables__state=active', ['h1']),
            ('variables__state__startswith=s', ['h2']),
            ('variables__note="{{ x }}"', ['h1']),
            ('effective_variables__note__contains="{ x"', ['h1']),
            ('variables__nested__header[]=plain', ['h1']),
            ('variables__nested__header__contains=plain', ['h1']),
        ):
            with self.subTest(text):
                self.assertEqual(expected, self._names(text))
        document = script.get_of_inventory(
            self.ctx, self.inventory.id, _OPTIONS
        )
        self.assertEqual(
            {
                'state': 'active',
                'note': {'__ansible_unsafe': '{{ x }}'},
                'nested': {
                    'header': [{'__ansible_unsafe': "#jinja2:x:'y'\nz"},
                               'plain'],
                },
                'own': '{{ 1 + 1 }}',
            },
            document['_meta']['hostvars']['h1'],
        )  # fmt: skip
        second_result = self.run_one(new_source)
        self.assertEqual(2, second_result.counts['hosts']['unchanged'])


class TestControllers(updating.UpdateCase, testtools.TestCase):
    """Facts go through a constructed inventory to a real controller.

    One database is enough: other tests cover what is stored.
    """

    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        self.touched_dir = self.useFixture(fixtures.TempDir()).path

    def _call(self, name):
        path = os.path.join(self.touched_dir, name)
        return f"lookup('pipe', 'touch {path}')"

    def _text(self, name, form='{{ CALL }}'):
        return form.replace('CALL', self._call(name))

    def _facts(self):
        texts = {name: self._text(name, form) for name, form in _TEXTS.items()}
        return {
            **texts,
            'plain': 'web-1',
            'nested': {'list': [{'deep': self._text('deep')}]},
            'keys': {
                self._text('key'): 1,
                self._text('key_call', 'CALL'): 2,
                self._text('key_header', _TEXTS['header']): 3,
                'good': 4,
            },
            'reserved': '__ansible_unsafe',
            # The service refuses these now; earlier releases stored them.
            'marked': {'__ansible_unsafe': self._text('marked')},
            'number': {'__ansible_unsafe': 1},
            'twofold': {
                '__ansible_unsafe': {'__ansible_unsafe': self._text('two')}
            },
            'vault': {'__ansible_vault': '$ANSIBLE_VAULT;1.1;AES256\n3132'},
            'typed': {
                '__ansible_type': '_AnsibleTaggedStr',
                'value': self._text('typed'),
                'tags': [{'__ansible_type': 'TrustedAsTemplate'}],
            },
        }

    def _construct(self, facts, variables):
        """Update a constructed inventory; return (script document, update)."""
        host = world.make_host(
            self.ctx,
            self.inventory.id,
            'h1',
            variables=json.dumps(variables),
        )
        with self.database.engine.begin() as connection:
            connection.execute(
                _FACTS.insert().values(
                    host_id=host.id,
                    facts=facts,
                    version=1,
                    modified_at=columns.utcnow(),
                )
            )
        compose = {f'c_{name}': name for name in facts} | {
            'joined': 'plain ~ header ~ (nested | to_json)',
            'pairs': 'keys | dict2items',
            'first_key': 'keys.keys() | first',
            'made_key': '{header: plain, variable: 1}',
        }
        groups = [
            {'key': name, 'prefix': '', 'separator': ''}
            for name in ('header', 'variable', 'keys', 'reserved', 'plain')
        ]
        inventory = world.make_inventory(
            self.ctx,
            'Made',
            kind='constructed',
            organization_id=self.inventory.organization_id,
            source_vars=json.dumps(
                {'compose': compose, 'keyed_groups': groups}
            ),
        )
        constructed.add_input(self.ctx, inventory.id, self.inventory.id)
        ((source,),) = self.rows(
            sa.select(world.SOURCES.c.id).where(
                world.SOURCES.c.host_inventory_id == inventory.id
            )
        )
        result = self.run_one(types.SimpleNamespace(id=source))
        self.assertEqual('successful', result.status, self.output_of(result))
        return script.get_of_inventory(
            self.ctx, inventory.id, _OPTIONS
        ), result

    def _play(self, document):
        """Evaluate each variable in a playbook; return the touched files."""
        inventory = self.write(
            'inventory',
            f'#!{sys.executable} -IS\nprint({json.dumps(document)!r})\n',
            mode=0o755,
        )
        names = sorted(document['_meta']['hostvars']['h1'])
        tasks = ''.join(_TASKS.replace('NAME', name) for name in names)
        play = self.write('play.yml', _PLAY + tasks)
        tool = pathlib.Path(command.find_tool()).with_name('ansible-playbook')
        result = subprocess.run(
            [tool, '-i', inventory, play],
            env={
                'PATH': os.defpath,
                'HOME': self.root,
                'LC_ALL': 'C.UTF-8',
                'ANSIBLE_NOCOLOR': '1',
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertIn('h1', result.stdout, result.stderr)
        self.assertEqual(0, result.returncode, result.stdout[-2000:])
        return sorted(os.listdir(self.touched_dir))

    @confined.requires('files', 'calls')
    def test_facts_are_never_evaluated(self):
        control = {'own': self._text('own')}
        document, result = self._construct(self._facts(), control)
        # Variables are evaluated: the test would see evaluated facts, too.
        self.assertEqual(['own'], self._play(document))
        variables = document['_meta']['hostvars']['h1']
        self.assertEqual('web-1', variables['c_plain'])
        self.assertEqual({'good': 4}, variables['c_keys'])
        for name, form in _TEXTS.items():
            # The confined child did not change the text either.
            self.assertEqual(
                {'__ansible_unsafe': self._text(name, form)},
                variables[f'c_{name}'],
            )
        self.assertNotIn('__ansible_unsafe', document)
        self.assertIn('is left out of a variable', self.output_of(result))

    def test_ansible_reads_documents_with_unusual_values(self):
        variables = {
            f'v{number}': value
            for number, value in enumerate(
                (
                    {'__ansible_unsafe': 1},
                    {'__ansible_unsafe': ['{{', {'__ansible_vault': 'x'}]},
                    {'__ansible_unsafe': self._text('a'), 'more': 1},
                    {'__ansible_vault': 5},
                    {'__ansible_type': 'x', 'a': 1},
                    {'a': [{'__ansible_unsafe': {'b': self._text('b')}}]},
                )
            )
        } | {'__ansible_unsafe': self._text('c')}
        world.make_host(
            self.ctx,
            self.inventory.id,
            'h1',
            variables=json.dumps(variables),
        )
        document = script.get_of_inventory(
            self.ctx, self.inventory.id, _OPTIONS
        )
        self.assertEqual([], self._play(document))
        self.assertEqual(
            [f'v{number}' for number in range(6)],
            sorted(document['_meta']['hostvars']['h1']),
        )

    @confined.requires('files', 'calls')
    def test_no_delimiter_in_a_fact_is_evaluated(self):
        # Each pair of characters of delimiters, around a call.
        odd = '{}%#[]<>@$()|`\\'
        facts = {
            f'f{number}': self._text(f'f{number}', f'{one}{two} CALL {two}')
            for number, (one, two) in enumerate(itertools.product(odd, odd))
        }
        document, _result = self._construct(
            {**facts, 'header': 'x', 'nested': {}, 'plain': 'y', 'keys': {}},
            {},
        )
        variables = document['_meta']['hostvars']['h1']
        for name, text in facts.items():
            self.assertEqual(
                {'__ansible_unsafe': text}, variables[f'c_{name}']
            )
