"""A session of keystoneauth, the client library of OpenStack services."""

from keystoneauth1 import adapter
from keystoneauth1 import session
from keystoneauth1 import token_endpoint


class RequestError(Exception):
    """The service refused a request."""

    def __init__(self, status, body):
        super().__init__(status, body)
        (error,) = body['errors']
        self.status = status
        self.detail = error['detail']
        #: None before version 1.23.
        self.code = error.get('code')


class Session:
    """Calls the placement API that a PlacementFixture serves.

    `roles` are those of the caller, as X-Roles names them.
    """

    def __init__(self, placement, roles='admin,service'):
        self._adapter = adapter.Adapter(
            session.Session(
                auth=token_endpoint.Token(placement.endpoint, placement.token)
            ),
            service_type='placement',
            raise_exc=False,
            additional_headers={'X-Roles': roles},
        )

    def ask(self, method, path, version, body=None):
        """Return (status, parsed body) of one request at one version."""
        options = {} if body is None else {'json': body}
        response = self._adapter.request(
            path, method, microversion=version, **options
        )
        return (
            response.status_code,
            response.json() if response.content else None,
        )

    def do(self, method, path, version, body=None):
        """Return the parsed body; RequestError for a status from 400 on."""
        status, parsed_body = self.ask(method, path, version, body)
        if status >= 400:
            raise RequestError(status, parsed_body)
        return parsed_body
