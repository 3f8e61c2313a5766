import types

import testtools

from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.organizations import fields


class TestScopeId(testtools.TestCase):
    def test_null_is_no_id(self):
        kind = fields.ScopeId()
        self.assertEqual('', kind.read(None))
        show = kind.value_of('project_id')
        for stored, shown in (('', None), ('p1', 'p1')):
            row = types.SimpleNamespace(project_id=stored)
            self.assertEqual(shown, show(row))

    def test_ids_have_the_form_of_ids(self):
        kind = fields.ScopeId()
        for text in ('default', '0a' * 16):
            self.assertEqual(text, kind.read(text))
        for text in ('a b', 'a/b', '-', 'x' * 65, 'ä'):
            self.assertRaises(field_types.InvalidValue, kind.read, text)
