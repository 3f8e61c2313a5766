"""Integers beyond 64 bits in bodies: exact in texts, refused elsewhere."""

from placement_inv.tests.functional.handlers.host_inventory import api

_LARGE = 2**70
#: {path: fields with integers} of rows that are changed and created.
_ROWS = {
    'organizations': ('max_hosts',),
    'inventories': ('organization', 'generation'),
    'hosts': ('inventory', 'generation'),
    'groups': ('generation',),
    'inventory_sources': (
        'timeout',
        'verbosity',
        'update_cache_timeout',
        'source_project',
        'execution_environment',
    ),
}


class TestLargeIntegers(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        inventory = self.make_inventory()
        host = self.make_host(inventory)
        group = self.create(
            f'inventories/{inventory.id}/groups/', name='group'
        )
        source = self.make_source(inventory)
        self.ids = {
            'organizations': inventory.organization.id,
            'inventories': inventory.id,
            'hosts': host.id,
            'groups': group['id'],
            'inventory_sources': source.id,
        }

    def _assert_refused(self, method, path, body):
        for number in (_LARGE, -_LARGE, 2**64, 10**300):
            answer = self.ask(method, path, body(number))
            self.assertEqual(
                400, answer.status_int, (method, path, body(number))
            )

    def test_no_field_of_a_row_has_them(self):
        for noun, names in _ROWS.items():
            path = f'{noun}/{self.ids[noun]}/'
            for name in names:
                self._assert_refused(
                    'PATCH', path, lambda number, name=name: {name: number}
                )

    def test_no_row_has_such_an_id(self):
        for path, name in (
            ('groups/{groups}/hosts/', 'id'),
            ('groups/{groups}/children/', 'id'),
            ('hosts/{hosts}/groups/', 'id'),
        ):
            for rest in ({}, {'disassociate': True}):
                self._assert_refused(
                    'POST',
                    path.format_map(self.ids),
                    lambda number, name=name, rest=rest: {
                        name: number,
                        **rest,
                    },
                )

    def test_no_bulk_operation_takes_them(self):
        hosts = [{'name': 'new'}]
        for operation, body in (
            ('host_create', lambda n: {'inventory': n, 'hosts': hosts}),
            ('host_delete', lambda n: {'hosts': [n]}),
            ('host_upsert', lambda n: {'inventory': n, 'hosts': hosts}),
            ('host_patch', lambda n: {'hosts': [{'id': n, 'enabled': True}]}),
            (
                'host_patch',
                lambda n: {
                    'hosts': [
                        {'id': self.ids['hosts'], 'generation': n},
                    ]
                },
            ),
            (
                'host_associate',
                lambda n: {'group': n, 'hosts': [self.ids['hosts']]},
            ),
            (
                'host_associate',
                lambda n: {'group': self.ids['groups'], 'hosts': [n]},
            ),
        ):  # fmt: skip
            self._assert_refused('POST', f'bulk/{operation}/', body)

    def test_a_text_has_all_digits(self):
        path = f'hosts/{self.ids["hosts"]}/'
        for name in ('description', 'instance_id', 'name'):
            answer = self.ask('PATCH', path, {name: _LARGE})
            self.assertEqual(str(_LARGE), answer.json[name])
