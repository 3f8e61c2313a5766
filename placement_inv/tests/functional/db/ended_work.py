"""A service whose work on the database a test ends."""

import contextlib
import os
import threading
import time
from unittest import mock

import sqlalchemy as sa
import testtools
import webob

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv.db import tables
from placement_inv.objects.placement import standard
from placement_inv.tests.fixtures import database

_HEADERS = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest, host-inventory latest',
}
_SECONDS = 30
_TRAIT = '/traits/CUSTOM_SLOW'
_ORGANIZATIONS = '/api/v2/organizations/'
#: The rows that a request of each family writes, locked by somebody else.
LOCKS = (
    "SELECT * FROM traits WHERE name = 'CUSTOM_SLOW' FOR UPDATE",
    'SELECT * FROM organizations FOR UPDATE',
)
_WRITES = ('DELETE', 'UPDATE')
ENDED = (
    'The database ended the work on the request; nothing of it was written.'
)
UNREACHABLE = 'The service cannot reach its database now.'
UNKNOWN = 'Whether it was carried out is unknown'


class EndedWorkTest(testtools.TestCase):
    """Requests of both families; subclasses end their work."""

    backend: str

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_ended')
        )
        settings = conf.load(config_files=[])
        settings.set_override('auth_strategy', 'noauth2', 'api')
        settings.set_override('connection', url, 'placement_database')
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        # Migrations would take longer than the test.
        tables.metadata.create_all(services.database.engine)
        standard.sync(context.RequestContext(services))
        self.engine = services.database.engine
        self.application = deploy.loadapp(settings, services)
        self.other = sa.create_engine(url)
        undo.callback(self.other.dispose)
        self.assertEqual(201, self.ask('PUT', _TRAIT).status_code)
        response = self.ask('POST', _ORGANIZATIONS, {'name': 'o'})
        self.assertEqual(201, response.status_code, response.text)
        #: A request of each family that writes.
        self.organization = f'{_ORGANIZATIONS}{response.json["id"]}/'
        self.requests = (
            ('DELETE', _TRAIT),
            ('PATCH', self.organization, {'description': 'new'}),
        )

    def ask(self, method, path, body=None):
        request = webob.Request.blank(path, method=method, headers=_HEADERS)
        if body is not None:
            request.content_type = 'application/json'
            request.json = body
        with mock.patch.object(time, 'sleep') as sleep:
            answer = request.get_response(self.application)
        sleep.assert_not_called()
        return answer

    def assert_refused(self, answers, *sentences):
        """Check the answers of both families; one of the sentences fits."""
        for answer in answers:
            self.assertEqual(503, answer.status_code, answer.text)
            self.assertIn('Retry-After', answer.headers)
        placement, hosts = answers
        (error,) = placement.json['errors']
        self.assertEqual(503, error['status'])
        for detail in (error['detail'], hosts.json['detail']):
            self.assertTrue(
                any(sentence in detail for sentence in sentences), detail
            )

    def assert_nothing_is_written(self):
        """Check both rows, and that both requests succeed afterwards."""
        self.assertEqual(204, self.ask('GET', _TRAIT).status_code)
        response = self.ask('GET', self.organization)
        self.assertEqual('', response.json['description'])
        trait, organization = (self.ask(*each) for each in self.requests)
        self.assertEqual(204, trait.status_code, trait.text)
        self.assertEqual(200, organization.status_code, organization.text)

    def tell(self, statement):
        with self.other.connect() as connection:
            connection.exec_driver_sql(statement)
            connection.commit()

    def scalar(self, statement):
        with self.other.connect() as connection:
            return connection.exec_driver_sql(statement).scalar()

    def wait(self, is_there):
        deadline = time.monotonic() + _SECONDS
        event = threading.Event()
        while not is_there() and time.monotonic() < deadline:
            # MariaDB renews what it tells of transactions only if nobody has
            # asked for a tenth of a second.
            event.wait(0.15)
        self.assertTrue(is_there())

    @contextlib.contextmanager
    def listen(self, event, act):
        """Call `act` for an event of the engine, until it returns True."""
        results = []

        def act_once(*arguments):
            if not any(results):
                results.append(act(*arguments))

        sa.event.listen(self.engine, event, act_once)
        try:
            yield
        finally:
            sa.event.remove(self.engine, event, act_once)
        self.assertTrue(any(results))

    def before_statement(self, words, act):
        """Call `act(connection)` before the next statement of a kind."""

        def check(connection, _cursor, statement, *_arguments):
            if not statement.startswith(words):
                return False
            act(connection)
            return True

        return self.listen('before_cursor_execute', check)

    def before_commit(self, act):
        def call(connection):
            act(connection)
            return True

        return self.listen('commit', call)

    def check_between(self, act, *sentences):
        """Call `act(connection)` between statements of both requests."""
        answers = []
        for request in self.requests:
            with self.before_statement(_WRITES, act):
                answers.append(self.ask(*request))
        self.assert_refused(answers, *sentences)
        self.assert_nothing_is_written()

    def check_while_waiting(self, act, sentence):
        """Call `act(session)` while both requests wait for a lock."""
        answers = []
        with self.other.connect() as other:
            for lock in LOCKS:
                other.exec_driver_sql(lock)
            for request in self.requests:
                asking = threading.Thread(
                    target=lambda request=request: answers.append(
                        self.ask(*request)
                    )
                )
                asking.start()
                try:
                    self.wait(self.find_waiting_session)
                    act(self.find_waiting_session())
                finally:
                    asking.join(_SECONDS)
        self.assert_refused(answers, sentence)
        self.assert_nothing_is_written()

    def check_reading(self, act, sentence):
        """Call `act(connection)` before statements of requests that read."""
        answers = []
        for path in (_TRAIT, _ORGANIZATIONS):
            with self.before_statement(('SELECT',), act):
                answers.append(self.ask('GET', path))
        placement, hosts = answers
        self.assert_refused(answers, sentence)
        self.assert_nothing_is_written()

    def check_raised(self, template, own, others):
        """Let the server raise errors, each while a request reads."""
        for code in (*own, *others):
            with self.subTest(code):
                answers = []
                for path in (_TRAIT, _ORGANIZATIONS):
                    with self.replace_statement(template.format(code=code)):
                        answers.append(self.ask('GET', path))
                expected = 500 if code in own else 503
                for answer in answers:
                    self.assertEqual(expected, answer.status_code, code)
                    self.assertEqual(
                        expected == 503, 'Retry-After' in answer.headers
                    )
        self.assert_nothing_is_written()

    @contextlib.contextmanager
    def replace_statement(self, replacement):
        """Send a statement instead of the next SELECT."""
        statements = []

        def replace(_connection, _cursor, statement, parameters, *_others):
            if statements or not statement.startswith('SELECT'):
                return statement, parameters
            statements.append(statement)
            return replacement, ()

        sa.event.listen(
            self.engine, 'before_cursor_execute', replace, retval=True
        )
        try:
            yield
        finally:
            sa.event.remove(self.engine, 'before_cursor_execute', replace)
        self.assertEqual(1, len(statements))

    def check_committing(self, end):
        """Call `end(connection)` when both requests commit."""
        answers = []
        for request in self.requests:
            with self.before_commit(end):
                answers.append(self.ask(*request))
        self.assert_refused(answers, UNKNOWN)
        placement, hosts = answers
        code = 'database.outcome_unknown'
        self.assertEqual(code, placement.json['errors'][0]['code'])
        self.assertEqual(code, hosts.json['code'])
        self.assert_nothing_is_written()
