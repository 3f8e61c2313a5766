"""Adds the request's ids to every line that is logged during a request."""

from oslo_context import context


class LogContext:
    """Creates the context of oslo.log until the caller is known.

    oslo.context keeps the newest context of a thread. Without this one, the
    log lines of the authentication would have the ids, and the user, of the
    previous request in the thread.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        context.RequestContext(
            request_id=environ.get('openstack.request_id'),
            global_request_id=environ.get('openstack.global_request_id'),
        )
        return self._application(environ, start_response)
