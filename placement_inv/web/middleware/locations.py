"""Places that answers name by their path alone."""

_KEY = 'placement_inv.location'


def keep(environ, path):
    """Let Location say a path as it is in the answer to a request."""
    environ[_KEY] = path


class Locations:
    """Undoes what webob does to Location on the way out.

    It puts a scheme and a host before a path: those that the service sees,
    which behind a proxy are not always those of the client.
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
