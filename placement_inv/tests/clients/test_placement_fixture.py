"""The fixture as other projects use it, by keystoneauth and by requests."""

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
    """What a project adds to it for its own tests."""

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
        _, found = fixture.api.ask('GET', '/resource_providers', _VERSION)
        return [provider['name'] for provider in found['resource_providers']]

    def test_a_subclass_of_another_project_serves_its_tests(self):
        fixture = self.useFixture(ProjectFixture())
        self._create(fixture)
        self.assertEqual(['node'], self._names(fixture))

    def test_who_sends_no_token_is_nobody(self):
        fixture = self.useFixture(placement.PlacementFixture())
        answer = requests.get(f'{fixture.endpoint}/traits', timeout=10)
        self.assertEqual(401, answer.status_code)

    def test_the_standard_traits_and_classes_are_there(self):
        fixture = self.useFixture(ProjectFixture())
        status, _ = fixture.api.ask('GET', '/traits/COMPUTE_NODE', _VERSION)
        self.assertEqual(204, status)
        status, _ = fixture.api.ask('GET', '/resource_classes/VCPU', _VERSION)
        self.assertEqual(200, status)

    def test_two_at_a_time_are_two_services(self):
        one = self.useFixture(ProjectFixture())
        other = self.useFixture(ProjectFixture())
        self._create(one, 'node-of-one')
        self._create(other, 'node-of-other')
        self.assertEqual(['node-of-one'], self._names(one))
        self.assertEqual(['node-of-other'], self._names(other))

    def test_without_interception_it_listens(self):
        fixture = self.useFixture(ProjectFixture(use_intercept=False))
        self._create(fixture)
        self.assertIn('http://127.0.0.1:', fixture.endpoint)
        self.assertEqual(['node'], self._names(fixture))

    def test_after_its_end_nobody_answers(self):
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
        _, found = fixture.api.ask(
            'GET', '/allocation_candidates?resources=VCPU:1', _VERSION
        )
        self.assertEqual(1, len(found['allocation_requests']))

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
