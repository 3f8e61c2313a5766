"""A session of keystoneauth, the library by which projects call each other."""

from keystoneauth1 import adapter
from keystoneauth1 import session
from keystoneauth1 import token_endpoint


class Refused(Exception):
    """The service refused a request."""

    def __init__(self, status, body):
        super().__init__(status, body)
        (error,) = body['errors']
        self.status = status
        self.detail = error['detail']
        #: Told from 1.23 on.
        self.code = error.get('code')


class Session:
    """Calls the placement API that a PlacementFixture serves."""

    def __init__(self, placement):
        self._adapter = adapter.Adapter(
            session.Session(
                auth=token_endpoint.Token(placement.endpoint, placement.token)
            ),
            service_type='placement',
            raise_exc=False,
            # Services are both: only they may reshape.
            additional_headers={'X-Roles': 'admin,service'},
        )

    def ask(self, method, path, version, body=None):
        """Return (status, parsed body) of one request at one version."""
        options = {} if body is None else {'json': body}
        answer = self._adapter.request(
            path, method, microversion=version, **options
        )
        return answer.status_code, answer.json() if answer.content else None

    def do(self, method, path, version, body=None):
        """Return the parsed body; raise Refused where there is none."""
        status, answer = self.ask(method, path, version, body)
        if status >= 400:
            raise Refused(status, answer)
        return answer
