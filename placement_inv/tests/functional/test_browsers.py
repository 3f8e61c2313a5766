"""What pages of other sites get a browser to do to the whole service."""

import base64
import pathlib
import tempfile
from unittest import mock

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.handlers.host_inventory import routes as host_routes
from placement_inv.handlers.placement import routes
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import passwords
from placement_inv.web import htpasswd

_FOREIGN = 'https://elsewhere.example.org'
_LISTED = 'https://dashboard.example.org'
#: One place of each family.
_PLACES = ('/resource_providers', '/api/v2/organizations/')


def _basic(user='admin'):
    pair = f'{user}:{passwords.PASSWORDS[user]}'.encode()
    return f'Basic {base64.b64encode(pair).decode()}'


class BrowserTest(testtools.TestCase):
    """A service of one strategy, asked as a WSGI server would."""

    def setUp(self):
        super().setUp()
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        self.url = self.enterContext(
            database.empty_database('sqlite', 'browsers')
        )

    def deploy(self, strategy, text='', **options):
        """Make the application; `text` is what its file says besides."""
        path = self.directory / 'placement-inv.conf'
        path.write_text(text)
        settings = conf.load(config_files=[str(path)])
        users = self.directory / 'htpasswd'
        passwords.write(users)
        options = {'http_basic_auth_user_file': str(users), **options}
        for name, value in {'auth_strategy': strategy, **options}.items():
            settings.set_override(name, value, 'api')
        settings.set_override('connection', self.url, 'placement_database')
        settings.set_override('sync_on_startup', True, 'placement_database')
        services = deploy.services(settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        self.application = deploy.loadapp(settings, services)

    def ask(self, path, method='GET', environ=None, **headers):
        req = webob.Request.blank(path, method=method)
        req.environ['REMOTE_ADDR'] = '127.0.0.1'
        for name, value in headers.items():
            req.headers[name.replace('_', '-')] = value
        req.environ.update(environ or {})
        return req.get_response(self.application)

    def assert_refused(self, answer, reason, status=403):
        """Fail unless a family refused in its own shape, and said why."""
        self.assertEqual(status, answer.status_int, answer.text)
        document = answer.json
        if 'errors' in document:
            (error,) = document['errors']
            self.assertEqual(status, error['status'])
            self.assertTrue(error['request_id'].startswith('req-'))
            self.assertIn(reason, error['detail'])
        else:
            self.assertIn(reason, document['detail'])


class TestRebinding(BrowserTest):
    """With noauth2, a name that was bound anew to 127.0.0.1."""

    def setUp(self):
        super().setUp()
        self.deploy('noauth2')

    def test_a_page_by_another_name_is_not_answered(self):
        for path in (*_PLACES, '/', '/api/', '/api/login/', '/nowhere'):
            for method in ('GET', 'POST'):
                answer = self.ask(
                    path,
                    method,
                    Host='attacker.example.org',
                    X_Auth_Token='admin',
                )
                self.assert_refused(answer, 'attacker.example.org')

    def test_each_family_answers_in_its_own_shape(self):
        placement, hosts = (
            self.ask(path, Host='attacker.example.org') for path in _PLACES
        )
        self.assertEqual(['errors'], list(placement.json))
        self.assertEqual(['detail'], list(hosts.json))
        page = self.ask(
            _PLACES[0], Host='attacker.example.org', Accept='text/html'
        )
        self.assertEqual('text/html', page.content_type)
        self.assertIn('Content-Security-Policy', page.headers)

    def test_what_is_no_host_is_malformed(self):
        for path in _PLACES:
            self.assert_refused(
                self.ask(path, environ={'HTTP_HOST': 'a b'}), 'Host', 400
            )

    def test_other_machines_are_not_answered(self):
        for path in _PLACES:
            answer = self.ask(
                path,
                environ={'REMOTE_ADDR': '192.0.2.1'},
                X_Auth_Token='admin',
            )
            self.assert_refused(answer, '192.0.2.1')

    def test_probes_are_answered_to_anybody(self):
        for path in ('/healthz', '/readyz'):
            answer = self.ask(
                path, environ={'REMOTE_ADDR': '192.0.2.1'}, Host='10.0.0.1'
            )
            self.assertEqual(200, answer.status_int)

    def test_what_is_listed_is_answered(self):
        self.deploy(
            'noauth2', noauth2_hosts=['api'], noauth2_clients=['192.0.2.0/24']
        )
        answer = self.ask(
            _PLACES[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            Host='api:8778',
            X_Auth_Token='admin',
        )
        self.assertEqual(200, answer.status_int)

    def test_other_strategies_answer_by_any_name(self):
        self.deploy('http_basic')
        answer = self.ask(
            _PLACES[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            Host='api.example.org',
            Authorization=_basic(),
        )
        self.assertEqual(200, answer.status_int)

    def test_a_foreign_page_reads_nothing(self):
        for method in ('GET', 'HEAD', 'OPTIONS', 'POST'):
            answer = self.ask('/api/v2/hosts/', method, Origin=_FOREIGN)
            self.assertEqual(403, answer.status_int)


class TestProxy(BrowserTest):
    """With noauth2, what is believed of a proxy has to be local as well."""

    def setUp(self):
        super().setUp()
        self.deploy(
            'noauth2',
            '[oslo_middleware]\nenable_proxy_headers_parsing = true\n',
            noauth2_hosts=['proxy.example.org'],
        )

    def test_no_page_says_that_it_is_local(self):
        answer = self.ask(
            _PLACES[0],
            Host='attacker.example.org',
            X_Forwarded_Host='localhost',
        )
        self.assert_refused(answer, 'attacker.example.org')

    def test_no_other_machine_does(self):
        answer = self.ask(
            _PLACES[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            X_Forwarded_For='127.0.0.1',
        )
        self.assert_refused(answer, '192.0.2.1')

    def test_what_the_proxy_says_is_looked_at(self):
        for headers, reason in (
            ({'X_Forwarded_For': '192.0.2.1'}, '192.0.2.1'),
            ({'Forwarded': 'for=192.0.2.1'}, '192.0.2.1'),
            ({'X_Forwarded_Host': 'other.example.org'}, 'other.example.org'),
        ):
            self.assert_refused(self.ask(_PLACES[0], **headers), reason)
        answer = self.ask(
            _PLACES[0],
            X_Auth_Token='admin',
            X_Forwarded_For='127.0.0.1',
            X_Forwarded_Host='proxy.example.org',
        )
        self.assertEqual(200, answer.status_int)


class TestOrigins(BrowserTest):
    """With passwords, which browsers add to requests of any page."""

    def setUp(self):
        super().setUp()
        self.deploy('http_basic', f'[cors]\nallowed_origin = {_LISTED}\n')

    def _write(self, path=_PLACES[1], **headers):
        return self.ask(path, 'POST', Authorization=_basic(), **headers)

    def test_foreign_pages_change_nothing(self):
        for path in _PLACES:
            for headers in (
                {'Origin': _FOREIGN},
                {'Origin': 'null'},
                {'Sec_Fetch_Site': 'cross-site'},
                {'Sec_Fetch_Site': 'same-site'},
            ):
                answer = self._write(path, **headers)
                self.assert_refused(answer, '[cors]allowed_origin')

    def test_own_and_listed_pages_do(self):
        for headers in (
            {},
            {'Origin': 'http://localhost', 'Sec_Fetch_Site': 'same-origin'},
            {'Origin': _LISTED, 'Sec_Fetch_Site': 'cross-site'},
        ):
            # They come as far as the body, which is missing.
            self.assertNotEqual(403, self._write(**headers).status_int)

    def test_foreign_pages_may_ask_for_what_they_cannot_read(self):
        answer = self.ask(_PLACES[0], Origin=_FOREIGN, Authorization=_basic())
        self.assertEqual(200, answer.status_int)
        self.assertNotIn('Access-Control-Allow-Origin', answer.headers)

    def test_a_foreign_page_costs_no_look_at_a_password(self):
        with mock.patch.object(htpasswd.Passwords, 'check_password') as check:
            self._write(Origin=_FOREIGN)
            self.ask(
                '/api/login/',
                'POST',
                Origin=_FOREIGN,
                Content_Type='application/x-www-form-urlencoded',
            )
        check.assert_not_called()

    def test_nobody_is_believed_in_a_refused_request(self):
        answer = self.ask(
            _PLACES[1], 'POST', Origin=_FOREIGN, X_User_Id='admin'
        )
        self.assert_refused(answer, _FOREIGN)
        self.assertNotIn('X-API-Product-Version', answer.headers)

    def test_a_preflight_is_answered_as_ever(self):
        for origin, told in ((_LISTED, _LISTED), (_FOREIGN, None)):
            answer = self.ask(
                _PLACES[0],
                'OPTIONS',
                Origin=origin,
                Sec_Fetch_Site='cross-site',
                Access_Control_Request_Method='POST',
            )
            self.assertEqual(200, answer.status_int)
            self.assertEqual(
                told, answer.headers.get('Access-Control-Allow-Origin')
            )

    def test_scheme_and_host_are_those_that_a_proxy_tells(self):
        self.deploy(
            'http_basic',
            '[oslo_middleware]\nenable_proxy_headers_parsing = true\n',
        )
        told = {
            'X_Forwarded_Proto': 'https',
            'X_Forwarded_Host': 'api.example.org',
        }
        for origin, status in (
            ('https://api.example.org', 400),
            ('https://api.example.org:443', 400),
            ('http://api.example.org', 403),
            ('http://localhost', 403),
        ):
            answer = self._write(Origin=origin, **told)
            self.assertEqual(status, answer.status_int, (origin, answer.text))


def _readable():
    """Return the paths of all operations that only read."""
    for table in (routes.ROUTES, host_routes.ROUTES):
        for path, methods in table.items():
            if 'GET' in methods:
                # Whatever is asked for need not be there.
                yield path.replace('{', '').replace('}', '')


class TestPages(BrowserTest):
    def test_every_page_is_confined(self):
        self.deploy('http_basic')
        pages = 0
        for path in _readable():
            for query in ('', '?format=html', '?format=api'):
                for user in ({}, {'Authorization': _basic()}):
                    answer = self.ask(path + query, Accept='text/html', **user)
                    if answer.content_type == 'text/html':
                        pages += 1
                        self._check(answer, path)
        # The login, and refusals of one family.
        self.assertGreater(pages, 20)

    def _check(self, answer, path):
        for name, value in (
            ('X-Content-Type-Options', 'nosniff'),
            ('X-Frame-Options', 'DENY'),
        ):
            self.assertEqual(value, answer.headers.get(name), path)
        policy = answer.headers['Content-Security-Policy']
        self.assertIn("default-src 'none'", policy)
        # Nothing in a page needs what the policy forbids.
        for forbidden in ('<script', '<style', ' style=', ' src=', ' on'):
            self.assertNotIn(forbidden, answer.text.lower(), path)
