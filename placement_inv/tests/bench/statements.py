"""How many statements this service sends for a request."""

import contextlib
import itertools

import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import statements

#: Numbers of requests that no client uses.
_OUT_OF_THE_WAY = 10**9


@contextlib.contextmanager
def counting(service, version):
    """Give row -> its statements, by an application in this process.

    It works on the database that `service` has, and has seen the request
    once before: what a process keeps in memory is there.
    """
    settings = conf.load(config_files=[])
    settings.set_override('connection', service.database, 'placement_database')
    settings.set_override('auth_strategy', 'noauth2', 'api')
    shared = deploy.services(settings)
    application = deploy.loadapp(settings, shared)
    numbers = itertools.count(_OUT_OF_THE_WAY)

    def count(row):
        _answer(application, row.ask(next(numbers)), version)
        with statements.count_statements(shared.database.engine) as counter:
            _answer(application, row.ask(next(numbers)), version)
        return counter

    try:
        yield count
    finally:
        shared.database.dispose()


def _answer(application, ask, version):
    request = webob.Request.blank(ask.path, method=ask.method)
    request.headers['X-Auth-Token'] = 'admin'
    request.headers['OpenStack-API-Version'] = version
    if ask.body is not None:
        request.body = ask.encode()
        request.content_type = 'application/json'
    answer = request.get_response(application)
    if answer.status_int >= 300:
        raise RuntimeError(f'{ask}: {answer.status} {answer.text[:500]}')
