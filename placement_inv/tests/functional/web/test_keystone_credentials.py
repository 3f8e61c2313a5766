"""Passwords and sessions of users of Keystone."""

import logging

from placement_inv.tests.functional import base
from placement_inv.tests.functional import keystone_access
from placement_inv.tests.functional import password_access


@base.on_every_database
class TestPasswords(keystone_access.KeystoneTest):
    def test_a_password_is_exchanged_for_a_token(self):
        for path in (
            keystone_access.TOKENS,
            '/api/v2/users/alice/personal_tokens/',
            '/api/v2/users/alice/tokens/',
        ):
            answer = self.create_token(authorization=self.basic(), path=path)
            self.assertEqual(201, answer.status_int, answer.text)
            token = self.bearer(answer.json['token'])
            self.assertEqual(200, self.status(token, keystone_access.HOSTS))
            answer = self.ask('DELETE', answer.json['url'], self.basic())
            self.assertEqual(204, answer.status_int)
            self.assertEqual(401, self.status(token))

    def test_the_name_says_project_and_domain(self):
        self.keystone.add_domain('d-heat', 'Heat')
        self.keystone.add_project('p-other', 'other')
        self.keystone.add_user('u-bob', 'bob@example.org', 'b', 'd-heat')
        self.keystone.roles['u-bob', 'p-other'] = ['reader']
        self.keystone.roles['u-bob', 'p-demo'] = ['reader']
        for name, status in (
            ('bob@example.org++other++Heat++Default', 201),
            ('bob@example.org++demo++Heat++Default', 201),
            ('bob@example.org++other++Heat', 401),
            ('bob@example.org++other', 401),
            ('bob@example.org++++Heat', 400),
            ('bob@example.org++other++Heat++Default++', 401),
            ('++other++Heat++Default', 401),
        ):
            answer = self.create_token(
                authorization=self.basic(name, 'b'),
                path=f'/api/v2/users/{name}/personal_tokens/',
            )
            self.assertEqual(status, answer.status_int, (name, answer.text))

    def test_a_name_of_another_user_gets_no_token(self):
        self.keystone.add_user('u-bob', 'bob', 'b')
        self.keystone.roles['u-bob', 'p-demo'] = ['reader']
        self.create_token(authorization=self.basic('bob', 'b'))
        answer = self.create_token(
            authorization=self.basic(),
            path='/api/v2/users/bob/personal_tokens/',
        )
        self.assertIn(answer.status_int, (403, 404))

    def test_a_wrong_password_is_refused(self):
        for name, password in (
            ('alice', 'wrong'),
            ('alice', ''),
            ('', keystone_access.PASSWORD),
            ('nobody', keystone_access.PASSWORD),
            ('alice++service', keystone_access.PASSWORD),
            ('a\0b', 'x'),
            ('x' * 300, 'x'),
        ):
            answer = self.create_token(
                authorization=self.basic(name, password)
            )
            self.assertEqual(401, answer.status_int, (name, password))

    def test_other_requests_need_a_token_unless_the_option_is_set(self):
        self.assertEqual(401, self.status(self.basic(), keystone_access.HOSTS))
        self.set('basic_with_keystone', True)
        self.assertEqual(200, self.status(self.basic(), keystone_access.HOSTS))
        self.assertEqual(401, self.status(self.basic(), '/traits'))

    def test_a_password_is_believed_for_the_interval(self):
        self.set('basic_with_keystone', True)
        self.set('keystone_recheck_interval', 300)
        self.assertEqual(200, self.status(self.basic(), keystone_access.HOSTS))
        self.keystone.requests.clear()
        self.assertEqual(200, self.status(self.basic(), keystone_access.HOSTS))
        self.assertEqual([], self.keystone.requests)
        self.assertEqual(
            401, self.status(self.basic(password='no'), keystone_access.HOSTS)
        )
        # A new token needs a password that is right now.
        self.keystone.passwords['u-alice'] = 'another'
        answer = self.create_token(authorization=self.basic())
        self.assertEqual(401, answer.status_int)

    def test_without_keystone_no_password_is_wrong(self):
        for status in (404, 429, 500, 503):
            self.keystone.failures['/v3/auth'] = status
            answer = self.create_token(authorization=self.basic())
            self.assertEqual(503, answer.status_int, status)
            self.assertEqual('5', answer.headers['Retry-After'])

    def test_no_secret_is_logged(self):
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(
            logging.Formatter().format(record)
        )
        root = logging.getLogger()
        loggers = [root, *map(logging.getLogger, ('keystoneauth', 'urllib3'))]
        levels = [logger.level for logger in loggers]
        root.addHandler(handler)
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        try:
            secrets = [
                'never-to-be-seen',
                'service-password',
                keystone_access.PASSWORD,
            ]
            secrets.append(
                self.create_token(authorization=self.basic()).json['token']
            )
            self.status(self.bearer(secrets[-1]))
            self.create_token(
                authorization=self.basic(password='never-to-be-seen')
            )
        finally:
            root.removeHandler(handler)
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
        text = '\n'.join(lines)
        self.assertIn('/v3/auth/tokens', text)
        for secret in secrets:
            self.assertNotIn(secret, text)


@base.on_every_database
class TestSessions(keystone_access.KeystoneTest):
    BODY = {'json': {}, 'content_type': 'application/json'}

    def _log_in(self, *login):
        caller = password_access.Caller(self.application)
        return caller, caller.login(*login)

    def test_the_form_begins_a_session_that_is_rechecked(self):
        caller, answer = self._log_in('alice', keystone_access.PASSWORD)
        self.assertEqual(302, answer.status_int)
        self.assertTrue(caller.is_known())
        self.keystone.users['u-alice']['enabled'] = False
        self.assertFalse(caller.is_known())
        self.keystone.users['u-alice']['enabled'] = True
        self.assertTrue(caller.is_known())
        del self.keystone.users['u-alice']
        self.assertFalse(caller.is_known())

    def test_writes_of_a_session_need_the_csrf_token(self):
        caller, _answer = self._log_in('alice', keystone_access.PASSWORD)
        answer = caller.ask('POST', keystone_access.TOKENS, **self.BODY)
        self.assertEqual(201, answer.status_int)
        del caller.cookies['csrftoken']
        answer = caller.ask('POST', keystone_access.TOKENS, **self.BODY)
        self.assertEqual(403, answer.status_int)

    def test_a_login_without_success_says_why(self):
        self.keystone.add_user('u-bob', 'bob', 'b')
        for login, status, text in (
            (('alice', 'wrong'), 401, 'User or password is wrong.'),
            (('bob', 'b'), 400, 'roles in 0 projects'),
        ):
            caller, answer = self._log_in(*login)
            self.assertEqual(status, answer.status_int, login)
            self.assertIn(text, answer.text)
            self.assertFalse(caller.is_known())

    def test_without_keystone_nobody_logs_in(self):
        self.keystone.failures['/v3/auth'] = 503
        _caller, answer = self._log_in('alice', keystone_access.PASSWORD)
        self.assertEqual(503, answer.status_int)
        self.assertEqual('5', answer.headers['Retry-After'])

    def test_too_many_checks_are_refused(self):
        self.running.credentials._checks._places = 0
        _caller, answer = self._log_in('alice', keystone_access.PASSWORD)
        self.assertEqual(429, answer.status_int)


@base.on_every_database
class TestProjects(keystone_access.KeystoneTest):
    def test_keystone_says_which_projects_and_domains_exist(self):
        for answer, ask, row_id in (
            (True, self.running.credentials.knows_project, 'p-demo'),
            (False, self.running.credentials.knows_project, 'p-none'),
            (False, self.running.credentials.knows_project, '../users'),
            (True, self.running.credentials.knows_domain, 'default'),
            (False, self.running.credentials.knows_domain, 'p-demo'),
        ):
            self.assertEqual(answer, ask(row_id), row_id)
