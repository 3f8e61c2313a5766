"""Requests that pages of other sites can make a browser send."""

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
#: One path of each family.
_PATHS = ('/resource_providers', '/api/v2/organizations/')


def _basic(user='admin'):
    pair = f'{user}:{passwords.PASSWORDS[user]}'.encode()
    return f'Basic {base64.b64encode(pair).decode()}'


class BrowserTest(testtools.TestCase):
    """The application with one authentication strategy."""

    def setUp(self):
        super().setUp()
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        self.url = self.enterContext(
            database.empty_database('sqlite', 'browsers')
        )

    def deploy(self, strategy, text='', **options):
        """Create the application; `text` is its configuration file."""
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

    def assert_refused(self, response, reason, status=403):
        """Fail unless the response is an error in the family's own format."""
        self.assertEqual(status, response.status_int, response.text)
        document = response.json
        if 'errors' in document:
            (error,) = document['errors']
            self.assertEqual(status, error['status'])
            self.assertTrue(error['request_id'].startswith('req-'))
            self.assertIn(reason, error['detail'])
        else:
            self.assertIn(reason, document['detail'])


class TestRebinding(BrowserTest):
    """DNS rebinding: with noauth2, another name for 127.0.0.1."""

    def setUp(self):
        super().setUp()
        self.deploy('noauth2')

    def test_a_request_with_another_host_name_is_refused(self):
        for path in (*_PATHS, '/', '/api/', '/api/login/', '/nowhere'):
            for method in ('GET', 'POST'):
                response = self.ask(
                    path,
                    method,
                    Host='attacker.example.org',
                    X_Auth_Token='admin',
                )
                self.assert_refused(response, 'attacker.example.org')

    def test_each_family_answers_in_its_own_shape(self):
        placement, hosts = (
            self.ask(path, Host='attacker.example.org') for path in _PATHS
        )
        self.assertEqual(['errors'], list(placement.json))
        self.assertEqual(['detail'], list(hosts.json))
        page = self.ask(
            _PATHS[0], Host='attacker.example.org', Accept='text/html'
        )
        self.assertEqual('text/html', page.content_type)
        self.assertIn('Content-Security-Policy', page.headers)

    def test_an_invalid_host_header_is_malformed(self):
        for path in _PATHS:
            self.assert_refused(
                self.ask(path, environ={'HTTP_HOST': 'a b'}), 'Host', 400
            )

    def test_requests_of_other_machines_are_refused(self):
        for path in _PATHS:
            response = self.ask(
                path,
                environ={'REMOTE_ADDR': '192.0.2.1'},
                X_Auth_Token='admin',
            )
            self.assert_refused(response, '192.0.2.1')

    def test_probes_need_no_local_address(self):
        for path in ('/healthz', '/readyz'):
            response = self.ask(
                path, environ={'REMOTE_ADDR': '192.0.2.1'}, Host='10.0.0.1'
            )
            self.assertEqual(200, response.status_int)

    def test_listed_hosts_and_clients_are_allowed(self):
        self.deploy(
            'noauth2', noauth2_hosts=['api'], noauth2_clients=['192.0.2.0/24']
        )
        response = self.ask(
            _PATHS[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            Host='api:8778',
            X_Auth_Token='admin',
        )
        self.assertEqual(200, response.status_int)

    def test_other_strategies_allow_any_host_name(self):
        self.deploy('http_basic')
        response = self.ask(
            _PATHS[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            Host='api.example.org',
            Authorization=_basic(),
        )
        self.assertEqual(200, response.status_int)

    def test_a_foreign_page_cannot_read(self):
        for method in ('GET', 'HEAD', 'OPTIONS', 'POST'):
            response = self.ask('/api/v2/hosts/', method, Origin=_FOREIGN)
            self.assertEqual(403, response.status_int)


class TestProxy(BrowserTest):
    """With noauth2, addresses and names from a proxy are checked, too."""

    def setUp(self):
        super().setUp()
        self.deploy(
            'noauth2',
            '[oslo_middleware]\nenable_proxy_headers_parsing = true\n',
            noauth2_hosts=['proxy.example.org'],
        )

    def test_a_forwarded_host_does_not_hide_the_real_one(self):
        response = self.ask(
            _PATHS[0],
            Host='attacker.example.org',
            X_Forwarded_Host='localhost',
        )
        self.assert_refused(response, 'attacker.example.org')

    def test_a_forwarded_address_does_not_hide_the_real_one(self):
        response = self.ask(
            _PATHS[0],
            environ={'REMOTE_ADDR': '192.0.2.1'},
            X_Forwarded_For='127.0.0.1',
        )
        self.assert_refused(response, '192.0.2.1')

    def test_forwarded_values_are_checked(self):
        for headers, reason in (
            ({'X_Forwarded_For': '192.0.2.1'}, '192.0.2.1'),
            ({'Forwarded': 'for=192.0.2.1'}, '192.0.2.1'),
            ({'X_Forwarded_Host': 'other.example.org'}, 'other.example.org'),
        ):
            self.assert_refused(self.ask(_PATHS[0], **headers), reason)
        response = self.ask(
            _PATHS[0],
            X_Auth_Token='admin',
            X_Forwarded_For='127.0.0.1',
            X_Forwarded_Host='proxy.example.org',
        )
        self.assertEqual(200, response.status_int)


class TestOrigins(BrowserTest):
    """With passwords, which browsers add to requests of every page."""

    def setUp(self):
        super().setUp()
        self.deploy('http_basic', f'[cors]\nallowed_origin = {_LISTED}\n')

    def _write(self, path=_PATHS[1], **headers):
        return self.ask(path, 'POST', Authorization=_basic(), **headers)

    def test_foreign_pages_cannot_write(self):
        for path in _PATHS:
            for headers in (
                {'Origin': _FOREIGN},
                {'Origin': 'null'},
                {'Sec_Fetch_Site': 'cross-site'},
                {'Sec_Fetch_Site': 'same-site'},
            ):
                response = self._write(path, **headers)
                self.assert_refused(response, '[cors]allowed_origin')

    def test_own_and_listed_pages_can_write(self):
        for headers in (
            {},
            {'Origin': 'http://localhost', 'Sec_Fetch_Site': 'same-origin'},
            {'Origin': _LISTED, 'Sec_Fetch_Site': 'cross-site'},
        ):
            # They pass the check of the origin; the body is missing.
            self.assertNotEqual(403, self._write(**headers).status_int)

    def test_foreign_pages_get_responses_without_cors_headers(self):
        response = self.ask(_PATHS[0], Origin=_FOREIGN, Authorization=_basic())
        self.assertEqual(200, response.status_int)
        self.assertNotIn('Access-Control-Allow-Origin', response.headers)

    def test_passwords_of_foreign_pages_are_not_checked(self):
        with mock.patch.object(htpasswd.Passwords, 'check_password') as check:
            self._write(Origin=_FOREIGN)
            self.ask(
                '/api/login/',
                'POST',
                Origin=_FOREIGN,
                Content_Type='application/x-www-form-urlencoded',
            )
        check.assert_not_called()

    def test_a_refused_request_has_no_user(self):
        response = self.ask(
            _PATHS[1], 'POST', Origin=_FOREIGN, X_User_Id='admin'
        )
        self.assert_refused(response, _FOREIGN)
        self.assertNotIn('X-API-Product-Version', response.headers)

    def test_preflight_requests_are_answered(self):
        for origin, allowed_origin in ((_LISTED, _LISTED), (_FOREIGN, None)):
            response = self.ask(
                _PATHS[0],
                'OPTIONS',
                Origin=origin,
                Sec_Fetch_Site='cross-site',
                Access_Control_Request_Method='POST',
            )
            self.assertEqual(200, response.status_int)
            self.assertEqual(
                allowed_origin,
                response.headers.get('Access-Control-Allow-Origin'),
            )

    def test_scheme_and_host_come_from_the_proxy(self):
        self.deploy(
            'http_basic',
            '[oslo_middleware]\nenable_proxy_headers_parsing = true\n',
        )
        headers = {
            'X_Forwarded_Proto': 'https',
            'X_Forwarded_Host': 'api.example.org',
        }
        for origin, status in (
            ('https://api.example.org', 400),
            ('https://api.example.org:443', 400),
            ('http://api.example.org', 403),
            ('http://localhost', 403),
        ):
            response = self._write(Origin=origin, **headers)
            self.assertEqual(
                status, response.status_int, (origin, response.text)
            )


def _list_readable_paths():
    """Yield the paths of all GET operations."""
    for table in (routes.ROUTES, host_routes.ROUTES):
        for path, methods in table.items():
            if 'GET' in methods:
                # The rows need not exist.
                yield path.replace('{', '').replace('}', '')


class TestPages(BrowserTest):
    def test_every_page_has_security_headers(self):
        self.deploy('http_basic')
        pages = 0
        for path in _list_readable_paths():
            for query in ('', '?format=html', '?format=api'):
                for user in ({}, {'Authorization': _basic()}):
                    response = self.ask(
                        path + query, Accept='text/html', **user
                    )
                    if response.content_type == 'text/html':
                        pages += 1
                        self._check(response, path)
        # The login page, and errors of one family.
        self.assertGreater(pages, 20)

    def _check(self, response, path):
        for name, value in (
            ('X-Content-Type-Options', 'nosniff'),
            ('X-Frame-Options', 'DENY'),
        ):
            self.assertEqual(value, response.headers.get(name), path)
        policy = response.headers['Content-Security-Policy']
        self.assertIn("default-src 'none'", policy)
        # No page contains what its policy forbids.
        for forbidden in ('<script', '<style', ' style=', ' src=', ' on'):
            self.assertNotIn(forbidden, response.text.lower(), path)
