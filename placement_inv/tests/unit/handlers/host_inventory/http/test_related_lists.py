"""A POST to a list below a row: create, attach or detach."""

import json
from unittest import mock

import testtools

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestPost(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.actions = mock.Mock()

    def _post(self, detach_none=None, **document):
        req = requests.make(
            method='POST',
            body=json.dumps(document).encode(),
            content_type='application/json',
        )
        return related_lists.post(
            req,
            'Host',
            self.actions.create,
            self.actions.attach,
            self.actions.detach,
            detach_none,
        )

    def test_a_body_without_an_id_is_a_new_row(self):
        for document in ({'name': 'x'}, {'name': 'x', 'id': None}, {'id': 0}):
            answer = self._post(**document)
            self.assertIs(self.actions.create.return_value, answer)
            self.actions.create.assert_called_with(document)
        self.actions.attach.assert_not_called()

    def test_an_id_is_attached(self):
        self.assertEqual(204, self._post(id=7).status_int)
        self.assertEqual([mock.call.attach(7)], self.actions.mock_calls)

    def test_the_presence_of_disassociate_detaches(self):
        for value in (True, False, None):
            self.actions.reset_mock()
            self.assertEqual(
                204, self._post(id=7, disassociate=value).status_int
            )
            self.assertEqual([mock.call.detach(7)], self.actions.mock_calls)

    def test_without_an_id_there_may_be_nothing_to_detach(self):
        error = self.assertRaises(
            errors.BadAssociation, self._post, disassociate=True
        )
        self.assertEqual('"id" is required to disassociate', str(error))
        answer = self._post(self.actions.detach_none, disassociate=True)
        self.assertEqual(204, answer.status_int)
        self.assertEqual([mock.call.detach_none()], self.actions.mock_calls)

    def test_an_id_that_no_row_can_have_is_refused(self):
        for value in ('7', 1.5, [7], {'a': 1}, True):
            self.assertRaises(errors.BadAssociation, self._post, id=value)
        for value in (-1, 2**31):
            error = self.assertRaises(
                domain_errors.NoSuchRelated, self._post, id=value
            )
            self.assertIn('Host', str(error))
        self.assertEqual([], self.actions.mock_calls)
