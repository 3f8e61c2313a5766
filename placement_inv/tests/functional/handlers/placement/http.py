"""A base class for tests that send requests to the placement family."""

import orjson
import testtools

from placement_inv.handlers import placement
from placement_inv.tests.functional.objects.placement import world
from placement_inv.web import request


class HandlerTest(world.PlacementTest, testtools.TestCase):
    """The application of the family, on SQLite."""

    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        self._application = placement.application(self.conf)

    def send(self, method, path, body=None, minor=39, **identity):
        """Send a request at version 1.`minor`, and return the response.

        `body` is serialized as JSON. `identity` are the fields of the context
        that differ from an admin's.
        """
        req = request.Request.blank(
            path,
            method=method,
            headers={'OpenStack-API-Version': f'placement 1.{minor}'},
            environ={request.CONTEXT_KEY: self.make_context(**identity)},
        )
        if body is not None:
            req.body = orjson.dumps(body)
            req.content_type = 'application/json'
        return req.get_response(self._application)

    def assert_error(self, status, detail, response):
        """Check the status of an error, and a part of its detail."""
        self.assertEqual(status, response.status_int, response.text)
        self.assertIn(detail, response.json['errors'][0]['detail'])
