"""The bodies of an inventory update and of the events of its output."""

import types

import testtools

from placement_inv.handlers.host_inventory.sources import fields
from placement_inv.handlers.host_inventory.updates import representation
from placement_inv.tests.unit.handlers.host_inventory import requests

_SETTINGS = {field.key: field.default for field in fields.OF_UPDATES.fields}
_STATE = {
    'status': 'running',
    'is_active': True,
    'has_failed': False,
    'started_at': requests.CREATED_AT,
    'finished_at': None,
    'canceled_at': None,
    'elapsed_seconds': 1.5,
    'job_explanation': '',
    'counts': {},
    'launch_type': 'manual',
    'job_args': 'ansible-inventory',
    'result_traceback': '',
}


def _update(last=None, **values):
    return requests.row(
        **{
            **_SETTINGS,
            'name': 'estate',
            'source': 'file',
            **_STATE,
            'of_source': types.SimpleNamespace(
                id=9,
                name='estate',
                description='',
                source='file',
                updates=types.SimpleNamespace(last=last, status='running'),
            ),
            **values,
        }
    )


class TestUpdate(testtools.TestCase):
    def test_only_its_own_path_shows_details(self):
        update = _update()
        row = representation.row(requests.make(), update)
        detail = representation.detail(requests.make(), update)
        self.assertEqual(
            {
                'job_args',
                'job_cwd',
                'job_env',
                'result_traceback',
                'event_processing_finished',
                'source_project',
            },
            set(detail) - set(row),
        )
        self.assertFalse(detail['event_processing_finished'])

    def test_missing_times_are_null(self):
        body = representation.row(requests.make(), _update())
        self.assertEqual('2026-01-02T03:04:05.000000Z', body['started'])
        self.assertIsNone(body['finished'])
        self.assertIsNone(body['canceled_on'])

    def test_it_names_the_user_who_launched_it(self):
        alice = types.SimpleNamespace(id=2, username='alice')
        for author, launched_by in (
            (None, {}),
            (
                alice,
                {
                    'id': 2,
                    'name': 'alice',
                    'type': 'user',
                    'url': '/api/v2/users/2/',
                },
            ),
        ):
            authors = types.SimpleNamespace(
                created_by=author, modified_by=None
            )
            body = representation.row(
                requests.make(), _update(authors=authors)
            )
            self.assertEqual(launched_by, body['launched_by'])

    def test_its_source_shows_the_time_of_the_last_update(self):
        for last, is_named in (
            (None, False),
            (types.SimpleNamespace(finished_at=requests.UPDATED_AT), True),
        ):
            body = representation.row(requests.make(), _update(last))
            summary = body['summary_fields']['inventory_source']
            self.assertEqual(is_named, 'last_updated' in summary)


class TestEvent(testtools.TestCase):
    def _event(self, row_id):
        return representation.event(
            requests.make(),
            requests.row(
                id=row_id,
                inventory_update_id=12,
                counter=3,
                stdout='line\n',
                start_line=2,
                end_line=3,
            ),
        )

    def test_it_has_its_lines_and_their_place(self):
        body = self._event(1)
        self.assertEqual(
            ('line\n', 2, 3, 3, 12),
            (
                body['stdout'],
                body['start_line'],
                body['end_line'],
                body['counter'],
                body['inventory_update'],
            ),
        )

    def test_its_uuid_is_unique_and_stable(self):
        self.assertEqual(self._event(1)['uuid'], self._event(1)['uuid'])
        self.assertNotEqual(self._event(1)['uuid'], self._event(2)['uuid'])
