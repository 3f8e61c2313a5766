"""What Ansible must not evaluate stays so, from a source to a controller."""

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
_WISH = script.ScriptOptions(hostvars=True)
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
    """Ansible's own engine, asked without a mark."""

    def _evaluated(self, text):
        engine = template.Templar(variables={'x': 'evaluated'})
        return engine.template(template.trust_as_template(text))

    def test_what_is_evaluated_is_not_plain(self):
        for text in ('{{ x }}', "#jinja2:variable_start_string:'<<'\n<< x }}"):
            self.assertEqual('evaluated', self._evaluated(text))
            self.assertFalse(marks.is_plain(text))

    @hypothesis.given(
        st.text(st.sampled_from('aZ09é٣黒 _./:,@+=-x'), max_size=30)
        | st.from_regex(r'[\w ._/:,@+=-]{0,30}', fullmatch=True)
    )
    def test_what_is_plain_is_not_changed(self, text):
        self.assertTrue(marks.is_plain(text))
        self.assertEqual(text, self._evaluated(text))


@base.on_every_database
class TestSources(updating.UpdateCase):
    """A file whose texts are marked, read by the real tool."""

    def _names(self, text):
        wish = host_filter.HostFilter(text, host_filter.EXTENDED)
        page = host.page(self.ctx, list_page.Query(), wish)
        return [row.name for row in page.rows]

    def test_readers_see_through_marks_and_ansible_still_has_them(self):
        self.write('marked.yml', _FILE)
        made = self.make_source(
            source_path='marked.yml',
            enabled_var='state',
            enabled_value='active',
        )
        ended = self.run_one(made)
        self.assertEqual('successful', ended.status, self.said(ended))
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
        shown = script.get_of_inventory(self.ctx, self.inventory.id, _WISH)
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
            shown['_meta']['hostvars']['h1'],
        )  # fmt: skip
        again = self.run_one(made)
        self.assertEqual(2, again.counts['hosts']['unchanged'])


class TestControllers(updating.UpdateCase, testtools.TestCase):
    """Facts go through a constructed inventory to a real controller.

    One database does: what is stored is another test's matter.
    """

    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        self.touched = self.useFixture(fixtures.TempDir()).path

    def _call(self, name):
        path = os.path.join(self.touched, name)
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
            # Today's service refuses these; former ones kept them.
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
        """Update the constructed inventory; return what a script says."""
        made = world.make_host(
            self.ctx,
            self.inventory.id,
            'h1',
            variables=json.dumps(variables),
        )
        with self.database.engine.begin() as connection:
            connection.execute(
                _FACTS.insert().values(
                    host_id=made.id,
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
        ended = self.run_one(types.SimpleNamespace(id=source))
        self.assertEqual('successful', ended.status, self.said(ended))
        return script.get_of_inventory(self.ctx, inventory.id, _WISH), ended

    def _play(self, document):
        """Let a controller evaluate all that there is; return its output."""
        inventory = self.write(
            'inventory',
            f'#!{sys.executable} -IS\nprint({json.dumps(document)!r})\n',
            mode=0o755,
        )
        names = sorted(document['_meta']['hostvars']['h1'])
        tasks = ''.join(_TASKS.replace('NAME', name) for name in names)
        play = self.write('play.yml', _PLAY + tasks)
        tool = pathlib.Path(command.find_tool()).with_name('ansible-playbook')
        ended = subprocess.run(
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
        self.assertIn('h1', ended.stdout, ended.stderr)
        self.assertEqual(0, ended.returncode, ended.stdout[-2000:])
        return sorted(os.listdir(self.touched))

    @confined.required('files', 'calls')
    def test_nothing_that_a_machine_says_is_evaluated(self):
        control = {'own': self._text('own')}
        document, ended = self._construct(self._facts(), control)
        # What a person wrote is evaluated: the test would see the rest.
        self.assertEqual(['own'], self._play(document))
        variables = document['_meta']['hostvars']['h1']
        self.assertEqual('web-1', variables['c_plain'])
        self.assertEqual({'good': 4}, variables['c_keys'])
        for name, form in _TEXTS.items():
            # It came through the confined child as it was, too.
            self.assertEqual(
                {'__ansible_unsafe': self._text(name, form)},
                variables[f'c_{name}'],
            )
        self.assertNotIn('__ansible_unsafe', document)
        self.assertIn('is left out of a variable', self.said(ended))

    def test_a_document_of_oddities_is_an_inventory_for_ansible(self):
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
        document = script.get_of_inventory(self.ctx, self.inventory.id, _WISH)
        self.assertEqual([], self._play(document))
        self.assertEqual(
            [f'v{number}' for number in range(6)],
            sorted(document['_meta']['hostvars']['h1']),
        )

    @confined.required('files', 'calls')
    def test_odd_characters_in_a_text_change_nothing(self):
        # Each pair of what delimiters are made of, around a call.
        odd = '{}%#[]<>@$()|`\\'
        facts = {
            f'f{number}': self._text(f'f{number}', f'{one}{two} CALL {two}')
            for number, (one, two) in enumerate(itertools.product(odd, odd))
        }
        document, _ended = self._construct(
            {**facts, 'header': 'x', 'nested': {}, 'plain': 'y', 'keys': {}},
            {},
        )
        variables = document['_meta']['hostvars']['h1']
        for name, text in facts.items():
            self.assertEqual(
                {'__ansible_unsafe': text}, variables[f'c_{name}']
            )
