"""What holds for every driver whose server stops without a word."""

import contextlib
import threading
from unittest import mock

import sqlalchemy as sa
import webob

from placement_inv import deploy
from placement_inv.db import limits
from placement_inv.tests.functional.db import frozen

_HEADERS = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest',
}
#: Much longer than all limits; a thread that is not back is stuck.
_SECONDS = 120


class FrozenServerTest:
    """Requests to a service whose database's server is stopped."""

    backend: str

    def setUp(self):
        super().setUp()
        self._enter(mock.patch.object(limits, '_SECONDS_TO_ANSWER', 1))
        self.services, self.server = self._enter(frozen.serving(self.backend))
        self.application = deploy.loadapp(self.services.conf, self.services)
        response = self.ask('PUT', '/traits/CUSTOM_A')
        self.assertEqual(201, response.status_code, response.text)

    def _enter(self, manager):
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def ask(self, method, path):
        """Return the answer; fail if it does not come."""
        answers = []

        def run():
            request = webob.Request.blank(
                path, method=method, headers=_HEADERS
            )
            answers.append(request.get_response(self.application))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(_SECONDS)
        self.assertFalse(thread.is_alive(), 'the request never ends')
        return answers[0]

    def freeze(self):
        return frozen.stopped(self.server, self.services)

    def test_requests_are_a_503_until_it_goes_on(self):
        with self.freeze():
            for method, path in (
                ('GET', '/traits/CUSTOM_A'),
                ('DELETE', '/traits/CUSTOM_A'),
                ('GET', '/api/v2/inventories/'),
            ):
                answer = self.ask(method, path)
                self.assertEqual(503, answer.status_code, answer.text)
                self.assertIn('Retry-After', answer.headers)
        answer = self.ask('GET', '/traits/CUSTOM_A')
        self.assertEqual(204, answer.status_code, answer.text)

    def test_a_commit_without_an_answer_has_an_unknown_outcome(self):
        """The server receives it, and commits when it goes on."""
        with contextlib.ExitStack() as undo:

            def freeze(_connection):
                undo.enter_context(self.freeze())

            sa.event.listen(
                self.services.database.engine, 'commit', freeze, once=True
            )
            answer = self.ask('DELETE', '/traits/CUSTOM_A')
        self.assertEqual(503, answer.status_code, answer.text)
        (error,) = answer.json['errors']
        self.assertEqual('database.outcome_unknown', error['code'])
