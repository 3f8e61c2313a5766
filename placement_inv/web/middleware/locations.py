"""Lets responses have a path without scheme and host in Location."""

_KEY = 'placement_inv.location'


def keep(environ, path):
    """Store the path for the Location of the response to a request."""
    environ[_KEY] = path


class Locations:
    """Restores the path in Location, which webob makes a whole URL.

    webob adds the scheme and the host that the service sees; behind a proxy
    the client's may be others.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        def start(status, headers, *exc_info):
            path = environ.get(_KEY)
            if path is not None:
                headers = [
                    (name, path if name.lower() == 'location' else value)
                    for name, value in headers
                ]
            return start_response(status, headers, *exc_info)

        return self._application(environ, start)
