"""A `placement.conf` of OpenStack Placement works unchanged."""

import pathlib
import tempfile
from unittest import mock

from oslo_config import cfg
from oslo_log import formatters
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import log_lines

_CONFIGURATION = """
[DEFAULT]
debug = {debug}
log_file = /var/log/placement/placement-api.log
use_journal = False

[placement_database]
connection = sqlite:///{directory}/placement.db
sync_on_startup = True
max_retries = 3
connection_recycle_time = 3600

[api]
auth_strategy = {strategy}
noauth2_hosts = placement.example.org

[placement]
randomize_allocation_candidates = {randomize}
max_allocation_candidates = {most}
allocation_candidates_generation_strategy = {order}
allocation_conflict_retry_count = 10
incomplete_consumer_project_id = 11111111-0000-0000-0000-000000000000
incomplete_consumer_user_id = 22222222-0000-0000-0000-000000000000

[oslo_policy]
policy_file = {policy_file}
enforce_scope = True
enforce_new_defaults = {new_defaults}

[cors]
allowed_origin = https://dashboard.example.org
allow_credentials = true

[oslo_middleware]
enable_proxy_headers_parsing = {proxy}

[keystone_authtoken]
www_authenticate_uri = https://keystone.example.org/identity
auth_url = https://keystone.example.org/identity
auth_type = password
username = placement
password = secret
project_name = service
user_domain_name = Default
project_domain_name = Default
memcached_servers = 127.0.0.1:1

[profiler]
enabled = False
"""

_DEFAULTS = {
    'debug': False,
    'strategy': 'noauth2',
    'randomize': False,
    'most': -1,
    'order': 'depth-first',
    'policy_file': 'policy.yaml',
    'new_defaults': True,
    'proxy': True,
}

_GLOBAL_ID = 'req-11111111-2222-3333-4444-555555555555'


class DropInTest(testtools.TestCase):
    """The application of such a file, with some values set by a test."""

    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def deploy(self, policy=None, **options):
        values = {**_DEFAULTS, **options, 'directory': self.directory}
        path = self.directory / 'placement.conf'
        path.write_text(_CONFIGURATION.format(**values))
        if policy:
            (self.directory / 'policy.yaml').write_text(policy)
        self.settings = conf.load(
            environ={'OS_PLACEMENT_CONFIG_DIR': str(self.directory)}
        )
        services = deploy.services(self.settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        self.application = deploy.loadapp(self.settings, services)

    def ask(self, method, path, body=None, version='1.39', **headers):
        all_headers = {'X-Auth-Token': 'admin'} | {
            name.replace('_', '-'): value for name, value in headers.items()
        }
        all_headers['OpenStack-API-Version'] = f'placement {version}'
        request = webob.Request.blank(path, method=method, headers=all_headers)
        if body is not None:
            request.json = body
            request.content_type = 'application/json'
        return request.get_response(self.application)

    def make_trees(self, roots=3, children=3):
        """Create trees of providers; each child has one VCPU."""
        for root in range(roots):
            self.make_provider(f'{root}0', None)
            for child in range(1, children + 1):
                self.make_provider(f'{root}{child}', f'{root}0', VCPU=1)

    def make_provider(self, number, parent, **totals):
        body = {'name': number, 'uuid': _uuid(number)}
        if parent:
            body['parent_provider_uuid'] = _uuid(parent)
        self.assertEqual(
            200, self.ask('POST', '/resource_providers', body).status_int
        )
        response = self.ask(
            'PUT',
            f'/resource_providers/{_uuid(number)}/inventories',
            {
                'resource_provider_generation': 0,
                'inventories': {
                    name: {'total': total} for name, total in totals.items()
                },
            },
        )
        self.assertEqual(200, response.status_int, response.text)

    def candidates(self, limit=None):
        """Return the providers of candidates for one VCPU, in order."""
        query = f'&limit={limit}' if limit else ''
        response = self.ask(
            'GET', f'/allocation_candidates?resources=VCPU:1{query}'
        )
        return [
            provider
            for each in response.json['allocation_requests']
            for provider in each['allocations']
        ]


def _uuid(number):
    return f'00000000-0000-4000-8000-{int(number):012}'


class TestPlacementGroup(DropInTest):
    def test_the_schema_is_created_at_the_start(self):
        self.deploy()
        self.assertEqual(200, self.ask('GET', '/traits').status_int)
        self.assertTrue((self.directory / 'placement.db').exists())

    def test_old_allocations_belong_to_the_incomplete_consumer(self):
        self.deploy()
        self.make_provider('1', None, VCPU=8)
        path = f'/allocations/{_uuid(9)}'
        body = {
            'allocations': [
                {
                    'resource_provider': {'uuid': _uuid(1)},
                    'resources': {'VCPU': 1},
                }
            ]
        }
        response = self.ask('PUT', path, body, version='1.0')
        self.assertEqual(204, response.status_int, response.text)
        allocations = self.ask('GET', path).json
        self.assertEqual(
            (
                '11111111-0000-0000-0000-000000000000',
                '22222222-0000-0000-0000-000000000000',
            ),
            (allocations['project_id'], allocations['user_id']),
        )

    def test_no_response_has_more_candidates_than_the_maximum(self):
        self.deploy(most=4)
        self.make_trees()
        self.assertEqual(4, len(self.candidates()))
        self.assertEqual(4, len(self.candidates(limit=9)))
        self.assertEqual(2, len(self.candidates(limit=2)))

    def test_depth_first_stays_in_a_tree(self):
        self.deploy(order='depth-first')
        self.make_trees()
        roots = {uuid[-2] for uuid in self.candidates(limit=3)}
        self.assertEqual(1, len(roots))

    def test_breadth_first_visits_every_tree(self):
        self.deploy(order='breadth-first')
        self.make_trees()
        roots = {uuid[-2] for uuid in self.candidates(limit=3)}
        self.assertEqual(3, len(roots))

    def test_the_order_is_random_only_if_configured(self):
        for randomize, check in (
            (False, self.assertEqual),
            (True, self.assertNotEqual),
        ):
            self.deploy(randomize=randomize)
            if not randomize:
                self.make_trees()
            orders = {tuple(self.candidates(limit=3)) for _ in range(20)}
            check(1, len(orders))


class TestOtherGroups(DropInTest):
    def test_the_policy_file_overrides_rules(self):
        self.deploy('"placement:traits:list": "role:auditor"\n')
        for role, status in (('auditor', 200), ('admin', 403)):
            response = self.ask('GET', '/traits', X_Roles=role)
            self.assertEqual(status, response.status_int, role)
        response = self.ask('GET', '/resource_classes', X_Roles='admin')
        self.assertEqual(200, response.status_int)

    def test_unauthorized_responses_name_keystone(self):
        self.deploy(strategy='keystone')
        request = webob.Request.blank('/resource_providers')
        response = request.get_response(self.application)
        self.assertEqual(401, response.status_int)
        self.assertEqual(
            'Keystone uri="https://keystone.example.org/identity"',
            response.headers['WWW-Authenticate'],
        )
        self.assertEqual(401, response.json['errors'][0]['status'])
        home = webob.Request.blank('/').get_response(self.application)
        self.assertEqual(200, home.status_int)

    def test_urls_are_those_of_the_proxy(self):
        headers = {
            'X_Forwarded_Proto': 'https',
            'X_Forwarded_Host': 'placement.example.org',
            'X_Forwarded_Prefix': '/placement',
        }
        for proxy, base in (
            (True, 'https://placement.example.org/placement'),
            (False, 'http://localhost'),
        ):
            self.deploy(proxy=proxy)
            body = {'name': str(proxy), 'uuid': _uuid(int(proxy))}
            response = self.ask('POST', '/resource_providers', body, **headers)
            self.assertEqual(
                f'{base}/resource_providers/{_uuid(int(proxy))}',
                response.headers['Location'],
            )

    def test_only_pages_of_the_allowed_origin_get_responses(self):
        self.deploy()
        for origin, is_allowed in (
            ('https://dashboard.example.org', True),
            ('https://elsewhere.example.org', False),
        ):
            response = self.ask('GET', '/traits', Origin=origin)
            self.assertEqual(200 if is_allowed else 403, response.status_int)
            self.assertEqual(
                origin if is_allowed else None,
                response.headers.get('Access-Control-Allow-Origin'),
            )
        response = self.ask(
            'GET', '/traits', Origin='https://dashboard.example.org'
        )
        header_names = response.headers[
            'Access-Control-Expose-Headers'
        ].lower()
        self.assertIn('openstack-api-version', header_names)
        self.assertIn('x-openstack-request-id', header_names)
        self.assertEqual(
            'true', response.headers['Access-Control-Allow-Credentials']
        )

    def test_a_preflight_needs_no_token(self):
        self.deploy()
        request = webob.Request.blank(
            '/resource_providers',
            method='OPTIONS',
            headers={
                'Origin': 'https://dashboard.example.org',
                'Access-Control-Request-Method': 'PUT',
                'Access-Control-Request-Headers': 'openstack-api-version',
            },
        )
        response = request.get_response(self.application)
        self.assertEqual(200, response.status_int)
        self.assertEqual(
            'PUT', response.headers['Access-Control-Allow-Methods']
        )
        self.assertIn('x-openstack-request-id', response.headers)

    def test_request_ids_are_in_headers_bodies_and_log_lines(self):
        self.deploy(debug=True)
        formatter = formatters.ContextFormatter(config=self.settings)
        with log_lines.capture(formatter) as lines:
            response = self.ask(
                'GET',
                f'/resource_providers/{_uuid(1)}',
                X_OpenStack_Request_ID=_GLOBAL_ID,
            )
        request_id = response.headers['X-OpenStack-Request-ID']
        self.assertNotEqual(_GLOBAL_ID, request_id)
        self.assertEqual(request_id, response.json['errors'][0]['request_id'])
        request_lines = [
            line for line in lines if '/resource_providers/' in line
        ]
        self.assertNotEqual([], request_lines)
        for line in request_lines:
            self.assertIn(f'[{_GLOBAL_ID} {request_id} admin admin ', line)

    def test_an_invalid_global_request_id_is_ignored(self):
        self.deploy()
        response = self.ask('GET', '/traits', X_OpenStack_Request_ID='pony')
        self.assertRegex(
            response.headers['X-OpenStack-Request-ID'], r'^req-[0-9a-f-]{36}$'
        )


class TestConfigurationFiles(DropInTest):
    """The directories in which the file is searched."""

    def write(self, *path):
        file = self.directory.joinpath(*path)
        file.parent.mkdir(exist_ok=True)
        text = f'[placement]\nincomplete_consumer_user_id = {file.name}\n'
        file.write_text(text)

    def load_user_id(self, environ):
        paths = {
            project: [str(self.directory / project / f'{project}.conf')]
            for project in ('placement-inv', 'placement')
        }

        def find_files(project, prog):
            return [
                path for path in paths[project] if pathlib.Path(path).exists()
            ]

        with mock.patch.object(cfg, 'find_config_files', find_files):
            settings = conf.load(environ=environ)
        return settings.placement.incomplete_consumer_user_id

    def test_the_directory_in_the_environment_comes_first(self):
        environ = {'OS_PLACEMENT_CONFIG_DIR': str(self.directory / 'here')}
        self.write('placement', 'placement.conf')
        default = conf.load(config_files=[]).placement
        self.assertEqual(
            default.incomplete_consumer_user_id, self.load_user_id(environ)
        )
        self.write('here', 'placement.conf')
        self.assertEqual('placement.conf', self.load_user_id(environ))
        self.write('here', 'placement-inv.conf')
        self.assertEqual('placement-inv.conf', self.load_user_id(environ))

    def test_the_own_file_comes_before_that_of_placement(self):
        self.write('placement', 'placement.conf')
        self.assertEqual('placement.conf', self.load_user_id({}))
        self.write('placement-inv', 'placement-inv.conf')
        self.assertEqual('placement-inv.conf', self.load_user_id({}))
