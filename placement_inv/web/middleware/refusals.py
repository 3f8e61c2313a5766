"""Answers requests that are refused before the authentication."""

from placement_inv.web import request
from placement_inv.web.middleware import auth


class Refusals:
    """Lets the family of a request render the error of its refusal.

    `families` is the application without authentication: no password, token
    or session is checked for a refused request.
    """

    def __init__(self, families):
        self._families = families

    def answer(self, error, environ, start_response):
        """Answer a request with an HTTPError."""
        auth.forget_claims(environ)
        environ[request.REFUSAL_KEY] = error
        return self._families(environ, start_response)
