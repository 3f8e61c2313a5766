"""Usages of providers and projects over HTTP."""

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world


class TestUsages(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=100)
        self.allocate(9, {1: {'VCPU': 2}}, type='INSTANCE')
        self.allocate(10, {1: {'VCPU': 1, 'DISK_GB': 5}})

    def _usages(self, query, minor=39):
        response = self.send(
            'GET', f'/usages?project_id=project{query}', None, minor
        )
        return response.json['usages']

    def test_a_provider_shows_every_class_of_its_inventories(self):
        path = f'/resource_providers/{world.uuid(1)}/usages'
        self.send('DELETE', f'/allocations/{world.uuid(10)}')
        self.assertEqual(
            {
                'resource_provider_generation': 3,
                'usages': {'VCPU': 2, 'DISK_GB': 0},
            },
            self.send('GET', path).json,
        )

    def test_types_and_counts_of_consumers_appear_at_1_38(self):
        self.assertEqual({'VCPU': 3, 'DISK_GB': 5}, self._usages('', 37))
        self.assertEqual(
            {
                'INSTANCE': {'consumer_count': 1, 'VCPU': 2},
                'unknown': {'consumer_count': 1, 'VCPU': 1, 'DISK_GB': 5},
            },
            self._usages('', 38),
        )

    def test_a_type_selects_its_consumers(self):
        for name, usages in (
            ('INSTANCE', {'consumer_count': 1, 'VCPU': 2}),
            ('unknown', {'consumer_count': 1, 'VCPU': 1, 'DISK_GB': 5}),
            ('all', {'consumer_count': 2, 'VCPU': 3, 'DISK_GB': 5}),
        ):
            self.assertEqual(
                {name: usages}, self._usages(f'&consumer_type={name}')
            )
        self.assertEqual({}, self._usages('&consumer_type=OTHER'))

    def test_the_last_value_of_a_parameter_counts(self):
        self.assertEqual({}, self._usages('&user_id=user&user_id=nobody'))
        self.assertEqual(
            {'VCPU': 3, 'DISK_GB': 5},
            self._usages('&user_id=nobody&user_id=user', 37),
        )

    def test_a_reader_sees_the_usages_of_their_own_project(self):
        for project, status in (('project', 200), ('other', 403)):
            response = self.send(
                'GET',
                '/usages?project_id=project',
                roles=['reader'],
                project_id=project,
            )
            self.assertEqual(status, response.status_int, project)
