"""Creates the request context from the headers of the authentication."""

from placement_inv import context
from placement_inv.web import request


class Context:
    """Puts a RequestContext into the WSGI environment of every request."""

    def __init__(self, application, services):
        self._application = application
        self._services = services

    def __call__(self, environ, start_response):
        environ[request.CONTEXT_KEY] = context.RequestContext.from_environ(
            environ,
            services=self._services,
            request_id=environ.get('openstack.request_id'),
            global_request_id=environ.get('openstack.global_request_id'),
        )
        return self._application(environ, start_response)
