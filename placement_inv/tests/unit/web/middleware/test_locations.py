import testtools
import webob

from placement_inv.web.middleware import locations


def _application(keeps_path):
    """Return an application of webob that sends Location."""

    def application(environ, start_response):
        if keeps_path:
            locations.keep(environ, '/api/')
        return webob.Response(location='/api/')(environ, start_response)

    return application


def _headers(application):
    """Return the headers that an application sends."""
    environ = webob.Request.blank('http://inside.example.org/').environ
    sent_headers = {}
    application(environ, lambda _status, headers: sent_headers.update(headers))
    return sent_headers


class TestLocations(testtools.TestCase):
    def test_webob_makes_a_path_a_whole_url(self):
        headers = _headers(_application(keeps_path=False))
        self.assertEqual('http://inside.example.org/api/', headers['Location'])

    def test_a_whole_url_is_not_changed(self):
        inner = _application(keeps_path=False)
        self.assertEqual(_headers(inner), _headers(locations.Locations(inner)))

    def test_a_kept_path_is_sent_unchanged(self):
        headers = _headers(locations.Locations(_application(keeps_path=True)))
        self.assertEqual('/api/', headers['Location'])
        self.assertEqual('0', headers['Content-Length'])
