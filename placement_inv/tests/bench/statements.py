"""Counts the statements of this service for a request."""

import contextlib
import itertools

import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import statements

#: Clients do not use request numbers from here on.
_FIRST_NUMBER = 10**9


@contextlib.contextmanager
def count_rows(service, version):
    """Yield a function that counts a row's statements in this process.

    The application uses the database of `service`. It handles the request
    once before the count, so its caches are filled.
    """
    settings = conf.load(config_files=[])
    settings.set_override('connection', service.database, 'placement_database')
    settings.set_override('auth_strategy', 'noauth2', 'api')
    services = deploy.services(settings)
    application = deploy.loadapp(settings, services)
    numbers = itertools.count(_FIRST_NUMBER)

    def count(row):
        _send(application, row.make_request(next(numbers)), version)
        with statements.count_statements(services.database.engine) as counter:
            _send(application, row.make_request(next(numbers)), version)
        return counter

    try:
        yield count
    finally:
        services.database.dispose()


def _send(application, bench_request, version):
    request = webob.Request.blank(
        bench_request.path, method=bench_request.method
    )
    request.headers['X-Auth-Token'] = 'admin'
    request.headers['OpenStack-API-Version'] = version
    if bench_request.body is not None:
        request.body = bench_request.encode()
        request.content_type = 'application/json'
    response = request.get_response(application)
    if response.status_int >= 300:
        raise RuntimeError(
            f'{bench_request}: {response.status} {response.text[:500]}'
        )
