"""Gives every line that is logged during a request the request's ids."""

from oslo_context import context


class LogContext:
    """Makes the context that oslo.log finds until the caller is known.

    oslo.context keeps the newest context of a thread. Without this one,
    what authentication logs would carry the ids, and the name, of the
    request that the thread answered before.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        context.RequestContext(
            request_id=environ.get('openstack.request_id'),
            global_request_id=environ.get('openstack.global_request_id'),
        )
        return self._application(environ, start_response)
