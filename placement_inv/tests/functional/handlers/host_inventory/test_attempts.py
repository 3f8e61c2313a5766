"""Wrong passwords, and too many password checks at a time."""

import ipaddress
import threading

import fixtures

from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import base
from placement_inv.tests.functional import password_access


@base.on_every_database
class TestFlood(password_access.AccessTest):
    """While the passwords of others are being checked."""

    def setUp(self):
        super().setUp()
        self.logger = self.useFixture(fixtures.FakeLogger())
        admin = passwords.PASSWORDS['admin']
        self.ask_with_password('/api/v2/me/', 'admin', admin)
        self._hold_checks()

    def _hold_checks(self):
        """Let two checks run until the test ends, and nobody wait."""
        checks = self.running.credentials._passwords._checks
        may_end = threading.Event()
        starts = threading.Semaphore(0)

        def check():
            starts.release()
            return not may_end.wait(30)

        threads = [
            threading.Thread(target=self._run, args=(checks, n, check))
            for n in range(2)
        ]
        for thread in threads:
            thread.start()
            starts.acquire(timeout=30)
            self.addCleanup(thread.join)
        self.addCleanup(may_end.set)
        checks._patience = 0

    def _run(self, checks, number, check):
        checks.run(b'%d' % number, '192.0.2.1', check)

    def test_each_family_answers_429(self):
        answer = self.ask_with_password('/api/v2/me/', 'alice', 'guess')
        self.assertEqual(429, answer.status_int)
        self.assertEqual('2', answer.headers['Retry-After'])
        sentence = 'Too many passwords are being checked. Try again.'
        self.assertEqual({'detail': sentence}, answer.json)
        answer = self.ask_with_password(
            '/resource_providers', 'alice', 'guess'
        )
        self.assertEqual(429, answer.status_int)
        self.assertEqual('2', answer.headers['Retry-After'])
        self.assertIn(sentence, answer.json['errors'][0]['detail'])

    def test_the_login_form_answers_429(self):
        answer = self.caller().login(password='guess')
        self.assertEqual(429, answer.status_int)
        self.assertEqual('2', answer.headers['Retry-After'])
        self.assertIn('Too many passwords', answer.text)

    def test_a_user_whose_password_was_checked_before_is_served(self):
        answer = self.ask_with_password(
            '/api/v2/me/', 'admin', passwords.PASSWORDS['admin']
        )
        self.assertEqual(200, answer.status_int)

    def test_a_line_names_user_and_address(self):
        self.ask_with_password(
            '/resource_providers',
            'al\nice',
            'a secret guess',
            environ={'REMOTE_ADDR': '198.51.100.7'},
        )
        self.assertIn(
            "refused 1 attempts, the last for user 'al\\nice' from "
            "'198.51.100.7'",
            self.logger.output,
        )
        self.assertNotIn('secret', self.logger.output)


@base.on_every_database
class TestWrongPassword(password_access.AccessTest):
    def test_a_line_names_user_and_address(self):
        logger = self.useFixture(fixtures.FakeLogger())
        answer = self.ask_with_password(
            '/resource_providers',
            'ali\nce',
            'a secret guess',
            environ={'REMOTE_ADDR': '198.51.100.7'},
        )
        self.assertEqual(401, answer.status_int)
        self.assertIn(
            "The password of user 'ali\\nce' from '198.51.100.7' is wrong",
            logger.output,
        )
        self.assertNotIn('secret', logger.output)

    def test_a_correct_password_is_accepted_after_many_wrong_ones(self):
        for number in range(50):
            guess = f'guess {number}'
            answer = self.ask_with_password(
                '/resource_providers', 'alice', guess
            )
            self.assertEqual(401, answer.status_int)
        answer = self.ask_with_password(
            '/resource_providers', 'alice', passwords.PASSWORDS['alice']
        )
        self.assertEqual(200, answer.status_int)

    def test_the_line_names_the_client_of_a_listed_proxy(self):
        self.conf.set_override(
            'trusted_proxies', [ipaddress.ip_network('10.0.0.1')], 'api'
        )
        self.addCleanup(self.conf.clear_override, 'trusted_proxies', 'api')
        self.start()
        logger = self.useFixture(fixtures.FakeLogger())
        for peer in ('10.0.0.1', '192.0.2.1'):
            self.ask_with_password(
                '/resource_providers',
                'alice',
                'guess',
                environ={
                    'REMOTE_ADDR': peer,
                    'HTTP_X_FORWARDED_FOR': '127.0.0.1, 198.51.100.7',
                },
            )
        self.assertIn("user 'alice' from '198.51.100.7'", logger.output)
        self.assertIn("user 'alice' from '192.0.2.1'", logger.output)
        self.assertNotIn("'127.0.0.1'", logger.output)
