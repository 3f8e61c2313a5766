"""Sessions and tokens: login, use, logout, and other ends."""

import datetime
import logging

import fixtures
import sqlalchemy as sa
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.db import tables
from placement_inv.db.tables import base as table_base
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import base
from placement_inv.tests.functional import password_access

_ORGANIZATIONS = '/api/v2/organizations/'


@base.on_every_database
class TestSession(password_access.AccessTest):
    def test_a_session_reads_and_writes_until_its_logout(self):
        caller = self.caller()
        self.assertEqual(302, caller.login().status_int)
        self.assertTrue(caller.is_known())
        answer = caller.ask(
            'POST', _ORGANIZATIONS, content_type='application/json', body=b'{}'
        )
        # It came as far as the body.
        self.assertEqual(400, answer.status_int)
        cookies = dict(caller.cookies)
        self.assertEqual(302, caller.ask('GET', '/api/logout/').status_int)
        caller.cookies = cookies
        self.assertFalse(caller.is_known())

    def test_a_write_needs_the_csrf_token(self):
        caller = self.caller()
        caller.login()
        for token in ('', 'f' * 64):
            answer = caller.ask(
                'POST', _ORGANIZATIONS, headers={'X-CSRFToken': token}
            )
            self.assertEqual(403, answer.status_int)
            self.assertIn('CSRF Failed: ', answer.json['detail'])

    def test_the_token_of_the_form_is_not_that_of_the_session(self):
        caller = self.caller()
        caller.ask('GET', '/api/')
        before = caller.cookies['csrftoken']
        caller.login()
        after = caller.cookies['csrftoken']
        self.assertNotEqual(before, after)
        caller.ask('GET', '/api/')
        self.assertEqual(after, caller.cookies['csrftoken'])

    def test_a_session_is_for_this_family_alone(self):
        caller = self.caller()
        caller.login()
        self.assertEqual(
            401, caller.ask('GET', '/resource_providers').status_int
        )

    def test_the_cookie_is_kept_from_scripts_and_from_plain_http(self):
        caller = self.caller()
        caller.login()
        caller.ask('GET', '/api/')
        safe = caller.ask(
            'POST',
            '/api/login/',
            base_url='https://localhost',
            POST={
                'username': 'admin',
                'password': passwords.PASSWORDS['admin'],
            },
        )
        session = next(
            line
            for line in safe.headers.getall('Set-Cookie')
            if line.startswith('awx_sessionid=')
        )
        for word in ('HttpOnly', 'secure', 'SameSite=Lax', 'Path=/api'):
            self.assertIn(word, session)

    def test_time_ends_a_session(self):
        caller = self.caller()
        caller.login()
        self.end(tables.access.sessions, datetime.timedelta(seconds=-1))
        self.assertFalse(caller.is_known())
        # The next login of anybody takes it away.
        self.caller().login('alice', passwords.PASSWORDS['alice'])
        count = sa.select(sa.func.count()).select_from(tables.access.sessions)
        self.assertEqual([(1,)], self.rows(count))

    def test_a_second_login_ends_the_session_of_the_browser(self):
        caller, other = self.caller(), self.caller()
        caller.login()
        other.login()
        former_cookies = dict(caller.cookies)
        caller.login('alice', passwords.PASSWORDS['alice'])
        self.assertTrue(caller.is_known())
        self.assertTrue(other.is_known())
        caller.cookies = former_cookies
        self.assertFalse(caller.is_known())

    def test_a_login_with_a_wrong_password_ends_no_session(self):
        caller = self.caller()
        caller.login()
        self.assertEqual(401, caller.login(password='wrong').status_int)
        self.assertTrue(caller.is_known())

    def test_use_extends_a_session(self):
        caller = self.caller()
        caller.login()
        with self.count_statements() as counter:
            caller.is_known()
        self.assertEqual([], _updates(counter))
        soon = datetime.timedelta(seconds=5)
        with self.database.engine.begin() as connection:
            sessions = tables.access.sessions
            now = table_base.utcnow()
            connection.execute(
                sessions.update().values(
                    updated_at=now - 10 * soon, expires_at=now + soon
                )
            )
        self.assertTrue(caller.is_known())
        (ends,) = self.rows(sa.select(tables.access.sessions.c.expires_at))
        self.assertGreater(ends[0], now + 10 * soon)

    def test_another_password_ends_the_sessions_of_the_old_one(self):
        caller = self.caller()
        caller.login()
        passwords.write(self.path, {'admin': 'another one'})
        self.assertFalse(caller.is_known())

    def test_a_login_is_not_logged_with_its_password(self):
        logger = self.useFixture(fixtures.FakeLogger(level=logging.DEBUG))
        caller = self.caller()
        caller.login(password='guessed wrong')
        caller.login()
        for secret in (
            'guessed',
            passwords.PASSWORDS['admin'],
            caller.cookies['awx_sessionid'],
        ):
            self.assertNotIn(secret, logger.output)


@base.on_every_database
class TestToken(password_access.AccessTest):
    def setUp(self):
        super().setUp()
        caller = self.caller()
        caller.login()
        self.secret = caller.ask('POST', '/api/v2/tokens/').json['token']

    def _knows(self, secret):
        answer = self.caller().ask(
            'GET',
            '/api/v2/me/',
            headers={'Authorization': f'Bearer {secret}'},
        )
        return answer.status_int == 200

    def test_the_database_has_no_secret(self):
        self.assertTrue(self._knows(self.secret))
        for table in (tables.access.access_tokens, tables.access.sessions):
            for row in self.rows(sa.select(table)):
                self.assertNotIn(self.secret, map(str, row))

    def test_time_ends_a_token(self):
        self.end(tables.access.access_tokens, datetime.timedelta(seconds=-1))
        self.assertFalse(self._knows(self.secret))

    def test_a_token_ends_with_its_user(self):
        passwords.write(self.path, {'alice': 'wonder:land'})
        self.assertFalse(self._knows(self.secret))

    def test_a_token_does_not_come_back_with_the_name(self):
        self.write('alice')
        self.assertFalse(self._knows(self.secret))
        self.write('alice', 'admin')
        self.assertFalse(self._knows(self.secret))

    def test_any_request_ends_tokens_of_deleted_users(self):
        self.write('alice')
        self.caller().ask('GET', '/api/')
        self.write('alice', 'admin')
        self.assertFalse(self._knows(self.secret))

    def test_a_session_does_not_come_back_with_the_entry(self):
        caller = self.caller()
        caller.login()
        entries = self.path.read_text()
        self.write('alice')
        self.caller().ask('GET', '/api/')
        self.path.write_text(entries)
        self.assertFalse(caller.is_known())
        count = sa.select(sa.func.count()).select_from(tables.access.sessions)
        self.assertEqual([(0,)], self.rows(count))

    def test_a_start_ends_tokens_of_deleted_users(self):
        other = self.caller()
        other.login('alice', passwords.PASSWORDS['alice'])
        self.write('alice')
        self.start()
        self.write('alice', 'admin')
        self.assertFalse(self._knows(self.secret))

    def test_other_users_keep_their_tokens(self):
        other = self.caller()
        other.login('alice', passwords.PASSWORDS['alice'])
        secret = other.ask('POST', '/api/v2/tokens/').json['token']
        self.write('alice')
        self.assertFalse(self._knows(self.secret))
        self.start()
        self.assertTrue(self._knows(secret))

    def test_a_missing_file_ends_no_token(self):
        text = self.path.read_text()
        self.path.unlink()
        self.assertFalse(self._knows(self.secret))
        self.start()
        self.path.write_text(text)
        self.assertTrue(self._knows(self.secret))

    def test_the_end_of_tokens_is_recorded(self):
        self.write('alice')
        self._knows(self.secret)
        changes = tables.host_inventory.host_inventory_changes
        (row,) = self.rows(
            sa.select(changes.c.object_type, changes.c.changes).where(
                changes.c.operation == 'delete'
            )
        )
        self.assertEqual('o_auth2_access_token', row[0])
        self.assertEqual(1, row[1]['count'])

    def test_another_password_ends_a_token_if_configured(self):
        self.write('alice', 'admin')
        self.assertTrue(self._knows(self.secret))
        self.conf.set_override(
            'tokens_end_with_password', True, 'host_inventory'
        )
        self.addCleanup(
            self.conf.clear_override,
            'tokens_end_with_password',
            'host_inventory',
        )
        self.assertFalse(self._knows(self.secret))
        caller = self.caller()
        caller.login()
        secret = caller.ask('POST', '/api/v2/tokens/').json['token']
        self.assertTrue(self._knows(secret))
        self.write('alice', 'admin')
        self.assertFalse(self._knows(secret))

    def test_a_token_of_a_user_without_password_is_refused(self):
        self._stamp('')
        self.assertFalse(self._knows(self.secret))

    def test_a_token_of_an_earlier_release_is_good(self):
        self._stamp(None)
        self.assertTrue(self._knows(self.secret))

    def _stamp(self, stamp):
        with self.database.engine.begin() as connection:
            connection.execute(
                tables.access.access_tokens.update().values(stamp=stamp)
            )

    def test_a_token_costs_one_statement(self):
        self._knows(self.secret)
        with self.count_statements() as counter:
            answer = self.caller().ask(
                'GET',
                '/api/v2/config/',
                headers={'Authorization': f'Bearer {self.secret}'},
            )
        self.assertEqual(200, answer.status_int)
        self.assertEqual(1, len(counter.statements), counter)

    def test_a_foreign_token_costs_no_statement(self):
        with self.count_statements() as counter:
            self.assertFalse(self._knows('ponyponypony'))
        self.assertEqual([], counter.statements)

    def test_logs_have_no_tokens(self):
        logger = self.useFixture(fixtures.FakeLogger(level=logging.DEBUG))
        self._knows(self.secret)
        self.assertNotIn(self.secret, logger.output)


class TestOutage(testtools.TestCase):
    def test_without_a_database_the_answer_is_to_come_again(self):
        settings = conf.load(config_files=[])
        settings.set_override('auth_strategy', 'noauth2', 'api')
        settings.set_override(
            'connection', 'sqlite:////no/such/place.db', 'placement_database'
        )
        answer = webob.Request.blank(
            '/api/v2/me/', headers={'Authorization': 'Bearer pinv_x'}
        ).get_response(deploy.loadapp(settings))
        self.assertEqual(503, answer.status_int)
        self.assertIn('Retry-After', answer.headers)


def _updates(counter):
    return [text for text in counter.statements if 'UPDATE' in str(text)]
