"""The status and the headers of the response to an error."""

import unittest

from placement_inv import exceptions
from placement_inv.web import errors

_STATUSES = {exceptions.Error: 400, exceptions.NotFound: 404}


class _NoSuchThing(exceptions.NotFound):
    sentence = 'There is no {thing}.'


class TestStatusOf(unittest.TestCase):
    def test_the_nearest_class_wins(self):
        self.assertEqual(
            404, errors.status_of(_NoSuchThing(thing='x'), _STATUSES)
        )
        self.assertEqual(
            400, errors.status_of(exceptions.Invalid(), _STATUSES)
        )

    def test_errors_of_http_have_their_own_status(self):
        self.assertEqual(405, errors.status_of(errors.MethodNotAllowed(), {}))

    def test_an_unexpected_error_has_no_status(self):
        self.assertIsNone(errors.status_of(KeyError('x'), _STATUSES))
        self.assertIsNone(errors.status_of(_NoSuchThing(thing='x'), {}))


class TestHeadersOf(unittest.TestCase):
    def test_unavailable_has_retry_after(self):
        error = exceptions.Unavailable()
        self.assertEqual(
            {'Retry-After': str(error.retry_after)}, errors.headers_of(error)
        )

    def test_errors_of_http_have_their_own_headers(self):
        headers = {'WWW-Authenticate': 'Basic'}
        self.assertEqual(
            headers, errors.headers_of(errors.Unauthenticated(headers=headers))
        )
        self.assertEqual(
            {'Retry-After': '2'}, errors.headers_of(errors.TooManyAttempts())
        )
        self.assertEqual({}, errors.headers_of(_NoSuchThing(thing='x')))
