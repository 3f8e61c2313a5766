"""The client of the sample data: JSON over HTTP, as the admin."""

import io
import json
import unittest
from unittest import mock
import urllib.error

from placement_inv.demo import client


class TestClient(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.requests = []
        #: The next responses of the API: bytes, or errors.
        self.responses = []
        self.client = client.Client('http://127.0.0.1:8778')
        patch = mock.patch.object(self.client._opener, 'open', self._open)
        self.addCleanup(patch.stop)
        patch.start()

    def _open(self, request, timeout):
        self.assertGreater(timeout, 0)
        self.requests.append(request)
        response = self.responses.pop(0)
        if isinstance(response, Exception):
            raise response
        return io.BytesIO(response)

    def _error(self, status, text=b'why'):
        return urllib.error.HTTPError('', status, '', {}, io.BytesIO(text))

    def test_documents_are_json_in_both_directions(self):
        self.responses = [b'{"id": 7}']
        self.assertEqual(
            {'id': 7}, self.client.call('PUT', '/traits/A', {'a': ['é']})
        )
        (request,) = self.requests
        self.assertEqual('PUT', request.get_method())
        self.assertEqual('http://127.0.0.1:8778/traits/A', request.full_url)
        self.assertEqual({'a': ['é']}, json.loads(request.data))
        self.assertEqual('admin', request.get_header('X-auth-token'))
        self.assertRegex(
            request.get_header('Openstack-api-version'),
            r'placement 1\.\d+, host-inventory 1\.\d+',
        )

    def test_an_empty_body_is_none(self):
        self.responses = [b'']
        self.assertIsNone(self.client.get('/'))
        self.assertIsNone(self.requests[0].data)

    def test_an_error_says_what_was_called_and_why_it_failed(self):
        self.responses = [self._error(400, b'{"detail": "no"}')]
        with self.assertRaises(client.APIError) as caught:
            self.client.call('POST', '/api/v2/hosts/', {})
        self.assertEqual(
            'POST /api/v2/hosts/: 400 {"detail": "no"}', str(caught.exception)
        )

    def test_an_accepted_error_is_a_response(self):
        self.responses = [self._error(409, b'{"errors": []}')]
        self.assertEqual(
            {'errors': []}, self.client.call('POST', '/x', {}, accept=(409,))
        )

    def test_ensure_creates_an_item_once(self):
        body = {'name': 'A & B'}
        self.responses = [b'{"results": []}', b'{"id": 1}']
        self.assertEqual({'id': 1}, self.client.ensure('/items/', body))
        self.assertEqual(
            ['GET', 'POST'], [req.get_method() for req in self.requests]
        )
        self.assertTrue(
            self.requests[0].full_url.endswith('/items/?name=A+%26+B')
        )
        self.responses = [b'{"results": [{"id": 1}]}']
        self.assertEqual({'id': 1}, self.client.ensure('/items/', body))
        self.assertEqual('GET', self.requests[-1].get_method())
