"""Refuses requests while only newer code may serve the database's schema."""

from placement_inv import exceptions


class SchemaGuard:
    """Answers 503 as long as `require()` raises Unavailable."""

    def __init__(self, application, require, refuse):
        """`refuse(error, environ, start_response)` answers with an error."""
        self._application = application
        self._require = require
        self._refuse = refuse

    def __call__(self, environ, start_response):
        try:
            self._require()
        except exceptions.Unavailable as error:
            return self._refuse(error, environ, start_response)
        return self._application(environ, start_response)
