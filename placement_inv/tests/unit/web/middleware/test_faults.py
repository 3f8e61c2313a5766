"""An unexpected error is a 500 without internals."""

import json
import unittest

import webob

from placement_inv.web.middleware import faults


def _failing(_environ, _start_response):
    raise ValueError('password=secret')


class TestFaults(unittest.TestCase):
    def test_the_response_has_both_forms_and_no_internals(self):
        request = webob.Request.blank(
            '/traits', environ={'openstack.request_id': 'req-1'}
        )
        with self.assertLogs(faults.LOG, 'ERROR') as logs:
            answer = request.get_response(faults.Faults(_failing))
        self.assertEqual(500, answer.status_code)
        self.assertNotIn('secret', answer.text)
        document = json.loads(answer.text)
        (error,) = document['errors']
        self.assertEqual(
            (500, 'req-1'), (error['status'], error['request_id'])
        )
        self.assertEqual(error['detail'], document['detail'])
        self.assertIn('Unexpected error at GET /traits', logs.output[0])

    def test_other_responses_are_not_changed(self):
        inner = webob.Response('fine')
        answer = webob.Request.blank('/').get_response(faults.Faults(inner))
        self.assertEqual((200, 'fine'), (answer.status_code, answer.text))
