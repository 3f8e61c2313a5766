"""Requests that are refused before anybody asks who sent them."""

from placement_inv.web import request
from placement_inv.web.middleware import auth


class Refusals:
    """Lets the family that a request is for say why it is refused.

    `families` is the application without authentication: a request that is
    refused whoever sent it costs no look at passwords, tokens or sessions.
    """

    def __init__(self, families):
        self._families = families

    def answer(self, error, environ, start_response):
        """Answer a request with an HTTPError."""
        auth.forget_claims(environ)
        environ[request.REFUSAL_KEY] = error
        return self._families(environ, start_response)
