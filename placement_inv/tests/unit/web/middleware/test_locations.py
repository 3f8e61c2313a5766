import testtools
import webob

from placement_inv.web.middleware import locations


def _application(keeps):
    """Return an application that names a place and is made with webob."""

    def application(environ, start_response):
        if keeps:
            locations.keep(environ, '/api/')
        return webob.Response(location='/api/')(environ, start_response)

    return application


def _headers(application):
    """Return the headers that an application sends, as it sends them."""
    environ = webob.Request.blank('http://inside.example.org/').environ
    sent = {}
    application(environ, lambda _status, headers: sent.update(headers))
    return sent


class TestLocations(testtools.TestCase):
    def test_webob_completes_a_path(self):
        told = _headers(_application(keeps=False))
        self.assertEqual('http://inside.example.org/api/', told['Location'])

    def test_what_is_completed_stays_so_unless_it_is_to_be_kept(self):
        inner = _application(keeps=False)
        self.assertEqual(_headers(inner), _headers(locations.Locations(inner)))

    def test_a_kept_path_is_said_as_it_is(self):
        told = _headers(locations.Locations(_application(keeps=True)))
        self.assertEqual('/api/', told['Location'])
        self.assertEqual('0', told['Content-Length'])
