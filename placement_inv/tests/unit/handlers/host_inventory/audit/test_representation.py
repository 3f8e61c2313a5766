"""Entries of the change record as AWX shows its activity stream."""

import testtools

from placement_inv.handlers.host_inventory.audit import representation
from placement_inv.tests.unit.handlers.host_inventory import requests


def _entry(**values):
    return requests.row(
        **{
            'actor': 'alice',
            'actor_id': 2,
            'request_id': 'req-1',
            'operation': 'associate',
            'object_type': 'host',
            'object_id': 7,
            'object_name': 'web01',
            'other_type': 'group',
            'other_id': 9,
            'other_name': 'web',
            'association': 'hosts',
            'changes': {},
            **values,
        }
    )


def _show(**values):
    return representation.row(requests.make(), _entry(**values))


class TestRow(testtools.TestCase):
    def test_both_objects_of_an_association_are_linked(self):
        body = _show()
        self.assertEqual(['/api/v2/hosts/7/'], body['related']['host'])
        self.assertEqual(['/api/v2/groups/9/'], body['related']['group'])
        self.assertEqual(
            [{'id': 7, 'name': 'web01'}], body['summary_fields']['host']
        )

    def test_two_objects_of_one_type_are_in_one_list(self):
        body = _show(object_type='group')
        self.assertEqual(
            ['/api/v2/groups/7/', '/api/v2/groups/9/'],
            body['related']['group'],
        )

    def test_an_entry_about_many_rows_has_no_links(self):
        body = _show(object_id=None, other_type='', other_id=None)
        self.assertEqual({'actor'}, set(body['related']))
        self.assertEqual({'actor'}, set(body['summary_fields']))

    def test_an_actor_without_a_user_has_only_a_name(self):
        body = _show(actor_id=None)
        self.assertNotIn('actor', body['related'])
        self.assertEqual(
            {'username': 'alice', 'first_name': '', 'last_name': ''},
            body['summary_fields']['actor'],
        )
