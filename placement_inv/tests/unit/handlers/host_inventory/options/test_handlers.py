"""OPTIONS at every path: its first version and the allowed methods."""

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.options import handlers
from placement_inv.tests.unit.handlers.host_inventory import requests
from placement_inv.web.endpoint import endpoint

_OLD, _NEW = versions.INVENTORY_SOURCES, versions.BULK_HOSTS


@endpoint(None)
def _always(_req):
    """Answer always."""


@endpoint(None, since=_OLD, until=_NEW)
def _early(_req):
    """Answer early."""


@endpoint(None, since=_NEW)
def _late(_req):
    """Answer late."""


def _options(version=None, **methods):
    path = '/api/v2/hosts/{id}/explain'
    options = handlers.add_options({path: methods})[path]['OPTIONS']
    if version is None:
        return options
    return options.handler(requests.make(version=version))


class TestOptions(testtools.TestCase):
    def test_a_path_exists_since_its_first_method(self):
        for methods, since in (
            ({'GET': _always, 'PUT': _late}, None),
            ({'GET': _late, 'DELETE': (_early, _late)}, _OLD),
            ({'PUT': _late}, _NEW),
        ):
            self.assertEqual(since, _options(**methods).since)

    def test_methods_are_those_of_the_version(self):
        methods = {'GET': _early, 'PUT': _late}
        for version, allow, text in (
            (_OLD, 'GET, HEAD, OPTIONS', 'GET: Answer early.'),
            (_NEW, 'PUT, OPTIONS', 'PUT: Answer late.'),
        ):
            answer = _options(version, **methods)
            self.assertEqual(allow, answer.headers['Allow'])
            self.assertEqual(text, answer.json['description'])

    def test_the_other_methods_stay(self):
        path = '/api/v2/hosts'
        methods = handlers.add_options({path: {'GET': _always}})[path]
        self.assertIs(_always, methods['GET'])
