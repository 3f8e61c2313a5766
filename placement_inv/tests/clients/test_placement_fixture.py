"""The fixture as other projects use it, with keystoneauth and requests."""

from oslo_config import cfg
from oslo_config import fixture as config_fixture
import requests
import testtools

from placement_inv.conf import opts
from placement_inv.tests.clients import session
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import placement

_VERSION = '1.39'


class ProjectFixture(placement.PlacementFixture):
    """A subclass as projects write it for their tests."""

    def setUp(self):
        super().setUp()
        self.api = session.Session(self)


class TestPlacementFixture(testtools.TestCase):
    def _create(self, fixture, name='node'):
        status, provider = fixture.api.ask(
            'POST', '/resource_providers', _VERSION, {'name': name}
        )
        self.assertEqual(200, status, provider)
        return provider

    def _names(self, fixture):
        _, body = fixture.api.ask('GET', '/resource_providers', _VERSION)
        return [provider['name'] for provider in body['resource_providers']]

    def test_a_subclass_of_another_project_serves_its_tests(self):
        fixture = self.useFixture(ProjectFixture())
        self._create(fixture)
        self.assertEqual(['node'], self._names(fixture))

    def test_a_request_without_token_is_unauthorized(self):
        fixture = self.useFixture(placement.PlacementFixture())
        response = requests.get(f'{fixture.endpoint}/traits', timeout=10)
        self.assertEqual(401, response.status_code)

    def test_the_token_is_the_first_argument(self):
        fixture = self.useFixture(placement.PlacementFixture('joe:project'))
        answer = requests.get(
            f'{fixture.endpoint}/resource_providers',
            headers={'X-Auth-Token': fixture.token},
            timeout=10,
        )
        self.assertEqual(403, answer.status_code)

    def _reshape(self, fixture):
        """Return the status of a reshape by an admin, who is no service."""
        fixture.api = session.Session(fixture, roles='admin')
        body = {
            'inventories': {
                self._create(fixture)['uuid']: {
                    'resource_provider_generation': 0,
                    'inventories': {},
                }
            },
            'allocations': {},
        }
        return fixture.api.ask('POST', '/reshaper', _VERSION, body)[0]

    def test_an_admin_may_do_what_admins_always_could(self):
        fixture = self.useFixture(ProjectFixture())
        self.assertEqual(204, self._reshape(fixture))

    def test_a_subclass_may_set_other_options(self):
        class NewDefaults(ProjectFixture):
            def _configure_placement(self, conf_fixture):
                super()._configure_placement(conf_fixture)
                conf_fixture.config(
                    group='oslo_policy', enforce_new_defaults=True
                )

        fixture = self.useFixture(NewDefaults())
        self.assertEqual(403, self._reshape(fixture))

    def test_standard_traits_and_classes_exist(self):
        fixture = self.useFixture(ProjectFixture())
        status, _ = fixture.api.ask('GET', '/traits/COMPUTE_NODE', _VERSION)
        self.assertEqual(204, status)
        status, _ = fixture.api.ask('GET', '/resource_classes/VCPU', _VERSION)
        self.assertEqual(200, status)

    def test_two_fixtures_are_two_services(self):
        one = self.useFixture(ProjectFixture())
        other = self.useFixture(ProjectFixture())
        self._create(one, 'node-of-one')
        self._create(other, 'node-of-other')
        self.assertEqual(['node-of-one'], self._names(one))
        self.assertEqual(['node-of-other'], self._names(other))

    def test_without_interception_the_fixture_opens_a_socket(self):
        fixture = self.useFixture(ProjectFixture(use_intercept=False))
        self._create(fixture)
        self.assertIn('http://127.0.0.1:', fixture.endpoint)
        self.assertEqual(['node'], self._names(fixture))

    def test_after_its_end_the_fixture_does_not_respond(self):
        fixture = ProjectFixture()
        with fixture:
            url = f'{fixture.endpoint}/traits'
        with testtools.ExpectedException(requests.ConnectionError):
            requests.get(url, timeout=1)

    def test_a_configuration_of_the_project_is_used(self):
        config = self.useFixture(config_fixture.Config(cfg.ConfigOpts()))
        opts.register(config.conf)
        config.config(group='placement', max_allocation_candidates=1)
        fixture = self.useFixture(
            ProjectFixture(conf_fixture=config, register_opts=False)
        )
        self.assertIs(config, fixture.conf_fixture)
        for name in ('node-1', 'node-2'):
            provider = self._create(fixture, name)
            status, _ = fixture.api.ask(
                'PUT',
                f'/resource_providers/{provider["uuid"]}/inventories',
                _VERSION,
                {
                    'resource_provider_generation': 0,
                    'inventories': {'VCPU': {'total': 4}},
                },
            )
            self.assertEqual(200, status)
        _, candidates = fixture.api.ask(
            'GET', '/allocation_candidates?resources=VCPU:1', _VERSION
        )
        self.assertEqual(1, len(candidates['allocation_requests']))

    def test_a_database_of_the_project_outlives_the_fixture(self):
        with database.empty_database('sqlite', 'project') as url:
            config = self.useFixture(config_fixture.Config(cfg.ConfigOpts()))
            opts.register(config.conf)
            config.config(
                group='placement_database',
                connection=url,
                sync_on_startup=True,
            )
            fixture = ProjectFixture(
                conf_fixture=config, db=False, register_opts=False
            )
            with fixture:
                self._create(fixture)
            with fixture:
                self.assertEqual(['node'], self._names(fixture))
