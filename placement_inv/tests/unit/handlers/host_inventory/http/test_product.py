"""The headers by which AWX's clients recognize the service."""

import testtools

from placement_inv.handlers.host_inventory.http import product
from placement_inv.web import request


def _application(_environ, start_response):
    start_response('200 OK', [('Vary', 'x'), ('X-Own', 'y')])
    return [b'body']


def _ask(**environ):
    return request.Request.blank('/', environ=environ).get_response(
        product.ProductHeaders(_application)
    )


class TestHeaders(testtools.TestCase):
    def test_they_are_added_to_those_of_the_answer(self):
        answer = _ask()
        self.assertEqual(
            ('y', 'AWX'),
            (
                answer.headers['X-Own'],
                answer.headers['X-API-Product-Name'],
            ),
        )
        self.assertEqual(
            ['x', 'Accept, Cookie'], answer.headers.getall('Vary')
        )
        self.assertRegex(
            answer.headers['X-API-Total-Time'], r'^[0-9]+\.[0-9]{3}s$'
        )
        self.assertEqual(b'body', answer.body)

    def test_only_known_callers_learn_the_version(self):
        self.assertNotIn('X-API-Product-Version', _ask().headers)
        self.assertEqual(
            product.VERSION,
            _ask(HTTP_X_USER_ID='alice').headers['X-API-Product-Version'],
        )

    def test_the_id_of_the_request_is_repeated(self):
        self.assertNotIn('X-API-Request-Id', _ask().headers)
        answer = _ask(**{'openstack.request_id': 'req-1'})
        self.assertEqual('req-1', answer.headers['X-API-Request-Id'])
