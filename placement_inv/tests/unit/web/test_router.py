"""Routes: from the path and method of a request to its endpoint."""

import types
import unittest

from placement_inv.web import errors
from placement_inv.web import request
from placement_inv.web import router

_FIRST, _SECOND = (1, 0), (1, 1)


def _endpoint(since=_FIRST, otherwise=404):
    return types.SimpleNamespace(
        exists_at=lambda version: version >= since, otherwise=otherwise
    )


_GET, _PUT, _NEW = _endpoint(), _endpoint(), _endpoint(_SECOND, 405)
_TABLE = {
    '/things': {'GET': _GET},
    '/things/{uuid}': {'GET': _GET, 'PUT': _PUT, 'DELETE': _NEW},
}


def _request(path, method='GET', version=_FIRST):
    req = request.Request.blank(path, method=method)
    req.version = version
    return req


class RouterTest(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.router = router.Router(_TABLE)
        self.awx_compatible = router.Router(_TABLE, awx_compatible=True)

    def test_the_request_knows_its_route_and_the_items_of_its_path(self):
        req = _request('/things/one')
        self.assertIsNone(req.route)
        self.assertIs(_GET, self.router.find(req))
        self.assertEqual('/things/{uuid}', req.route)
        self.assertEqual({'uuid': 'one'}, req.path_items)
        self.assertEqual('/things/{uuid}', req.environ['placement_inv.route'])

    def test_the_route_is_known_where_the_method_is_refused(self):
        req = _request('/things', 'PUT')
        with self.assertRaises(errors.MethodNotAllowed) as caught:
            self.router.find(req)
        self.assertEqual({'Allow': 'GET'}, caught.exception.headers)
        self.assertEqual('/things', req.route)

    def test_an_unknown_path_has_no_route(self):
        req = _request('/others')
        self.assertRaises(errors.NoSuchRoute, self.router.find, req)
        self.assertIsNone(req.route)

    def test_a_method_of_a_later_version(self):
        path = '/things/one'
        self.assertRaises(
            errors.MethodNotInVersion,
            self.router.find,
            _request(path, 'DELETE'),
        )
        req = _request(path, 'DELETE', _SECOND)
        self.assertIs(_NEW, self.router.find(req))

    def test_trailing_slashes_and_head_are_for_clients_of_awx(self):
        for req in (_request('/things/'), _request('/things', 'HEAD')):
            self.assertIs(_GET, self.awx_compatible.find(req))
            self.assertEqual('GET, HEAD', req.allow_header)
        self.assertRaises(
            errors.NoSuchRoute, self.router.find, _request('/things/')
        )
        self.assertRaises(
            errors.MethodNotAllowed,
            self.router.find,
            _request('/things', 'HEAD'),
        )
