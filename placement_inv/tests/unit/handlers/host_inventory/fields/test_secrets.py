"""Who sees secrets, and how forms show and read them."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import secrets
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.tests.unit.handlers.host_inventory import requests

_FORM = form.Form(
    (
        form.Field('name', field_types.Text(), 'A name.'),
        form.Field('source_vars', field_types.Text(), 'A secret.'),
    )
)
_MARK = '$encrypted$'
_LATEST = versions.history.last


class TestMayRead(testtools.TestCase):
    def test_it_needs_the_rule_and_the_role(self):
        for may, is_administered in (
            (False, False),
            (False, True),
            (True, False),
            (True, True),
        ):
            self.assertEqual(
                may and is_administered,
                secrets.may_read(
                    requests.make(may=may),
                    requests.row(is_administered=is_administered),
                ),
            )


class TestForms(testtools.TestCase):
    def test_a_secret_is_shown_on_demand_alone(self):
        row = requests.row(name='estate', source_vars='A: 1')
        for options, value in (
            ((), _MARK),
            ((False,), _MARK),
            ((True,), 'A: 1'),
        ):
            self.assertEqual(
                {'name': 'estate', 'source_vars': value},
                _FORM.represent(row, _LATEST, *options),
            )
        empty = requests.row(source_vars='')
        self.assertEqual('', _FORM.represent(empty, _LATEST)['source_vars'])

    def test_the_mark_keeps_a_secret_and_is_an_ordinary_name(self):
        body = {'name': _MARK, 'source_vars': _MARK}
        for mode in (form.Mode.REPLACE, form.Mode.CHANGE):
            self.assertEqual({'name': _MARK}, _FORM.read(body, _LATEST, mode))

    def test_a_new_row_has_no_secret_to_keep(self):
        error = self.assertRaises(
            exceptions.InvalidFields,
            _FORM.read,
            {'source_vars': _MARK},
            _LATEST,
            form.Mode.CREATE,
        )
        self.assertEqual({'source_vars'}, error.fields.keys())

    def test_a_text_that_contains_the_mark_is_a_value(self):
        body = {'source_vars': f'token: {_MARK}'}
        self.assertEqual(body, _FORM.read(body, _LATEST, form.Mode.CHANGE))
