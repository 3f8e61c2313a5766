"""What a YAML file of requests can ask for under `fixtures`."""

import contextlib
import os
import pathlib
import tempfile
import unittest

from gabbi import fixture
from keystonemiddleware import fixture as keystone
from keystonemiddleware import opts

from placement_inv import conf
from placement_inv import deploy
from placement_inv import tests
from placement_inv.jobs.executors import local
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import passwords


class Application:
    """Stands for the application of the file whose requests run now.

    gabbi binds every request to an application when it reads the files,
    long before the fixture of one of them makes its own.
    """

    def __init__(self):
        self.current = None
        #: By which names requests are intercepted.
        self.hosts = []

    def __call__(self, environ, start_response):
        # httpx leaves text where WSGI wants bytes in the guise of text.
        path = environ['PATH_INFO'].encode().decode('latin-1')
        return self.current(environ | {'PATH_INFO': path}, start_response)


application = Application()

_INVENTORIES = pathlib.Path(tests.__file__).parent / 'data' / 'inventories'


class APIFixture(fixture.GabbiFixture):
    """The whole service with a database of its own, empty at the start."""

    #: Whether a server in another process can stand for the service.
    is_deployable = True

    #: Options that differ from their defaults, by group.
    settings = {
        'api': {'auth_strategy': 'noauth2'},
        'placement_database': {'sync_on_startup': True},
    }

    def start_fixture(self):
        with contextlib.ExitStack() as undo:
            self._serve(undo)
            self._undo = undo.pop_all()

    def stop_fixture(self):
        self._undo.close()

    def _serve(self, undo):
        """Make the service that answers; `undo` is told how to end it."""
        settings = self._configure(undo)
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        deploy.prepare(services)
        self._run_beside(services, undo)
        application.current = deploy.loadapp(settings, services)
        undo.callback(setattr, application, 'current', None)

    def _files(self, undo):
        """Make files that the service needs; return their options by group."""
        return {}

    def _run_beside(self, services, undo):
        """Start what answers no requests; `undo` is told how to end it."""

    def _configure(self, undo):
        url = undo.enter_context(
            database.empty_database(
                os.environ.get('PLACEMENT_INV_TEST_DATABASE', 'sqlite'),
                f'pi_{os.getpid()}_gabbi',
            )
        )
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        settings.set_override('noauth2_hosts', application.hosts, 'api')
        for source in (self.settings, self._files(undo)):
            for group, options in source.items():
                for name, value in options.items():
                    settings.set_override(name, value, group)
        return settings


class StrangersFixture(APIFixture):
    """The service that has met no user so far."""


class PasswordsFixture(APIFixture):
    """The service whose users have passwords, and name no versions."""

    settings = {
        **APIFixture.settings,
        'api': {'auth_strategy': 'http_basic'},
        'host_inventory': {'default_microversion': 'latest'},
    }

    def _files(self, undo):
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        path = pathlib.Path(directory, 'htpasswd')
        passwords.write(path)
        return {'api': {'http_basic_auth_user_file': str(path)}}


#: The roles in a token of Keystone, which names those that a role implies.
_ROLES = {
    'admin': ('admin', 'manager', 'member', 'reader'),
    'service': ('service',),
    'member': ('member', 'reader'),
    'reader': ('reader',),
    'nobody': (),
}


class KeystoneFixture(APIFixture):
    """The service beside a Keystone whose tokens are called as their roles."""

    #: Its Keystone is one of this process: no other server can ask it.
    is_deployable = False

    settings = {
        **APIFixture.settings,
        'api': {'auth_strategy': 'keystone'},
    }

    def _configure(self, undo):
        settings = super()._configure(undo)
        for group, options in opts.list_auth_token_opts():
            settings.register_opts(options, group=group)
        settings.set_override(
            'www_authenticate_uri',
            'https://keystone.example.org',
            'keystone_authtoken',
        )
        return settings

    def _run_beside(self, services, undo):
        tokens = undo.enter_context(keystone.AuthTokenFixture())
        for role, roles in _ROLES.items():
            tokens.add_token_data(
                token_id=role,
                user_id=f'{role}-id',
                user_name=role,
                project_id='project-of-a-cloud',
                role_list=roles,
            )


class OpenedFixture(KeystoneFixture):
    """Such a service, opened to members and readers by its policy file."""

    def _files(self, undo):
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        path = pathlib.Path(directory, 'policy.yaml')
        path.write_text(
            '"host_inventory:reader_api": "role:admin or role:service or '
            'role:member or role:reader"\n'
            '"host_inventory:member_api": "role:admin or role:service or '
            'role:member"\n'
        )
        return {'oslo_policy': {'policy_file': str(path)}}


class SmallBulkFixture(APIFixture):
    """The service where one request is about five hosts at most."""

    settings = {
        **APIFixture.settings,
        'host_inventory': {'max_bulk_hosts': 5},
    }


class HastyFiltersFixture(APIFixture):
    """The service where no costly filter has time enough."""

    settings = {
        **APIFixture.settings,
        'host_inventory': {'filter_timeout': 0.000_001},
    }


class SmallBodiesFixture(APIFixture):
    """The service where no body is larger than a kilobyte."""

    settings = {
        **APIFixture.settings,
        'api': {**APIFixture.settings['api'], 'max_request_body_size': 1024},
    }


class SmallBudgetFixture(APIFixture):
    """The service where candidates have to be found in no time."""

    settings = {
        **APIFixture.settings,
        'placement': {'allocation_candidates_time_limit': 0.000001},
    }


class SourcesFixture(APIFixture):
    """The service with sources to load, and threads that load them."""

    settings = {
        **APIFixture.settings,
        'inventory_sources': {'file_roots': [str(_INVENTORIES)]},
    }

    def _run_beside(self, services, undo):
        executor = local.Local(services)
        executor.start()
        undo.callback(executor.stop)


class IdleFixture(APIFixture):
    """The service with sources to load, and nobody who loads them."""

    settings = SourcesFixture.settings


class TemplatesFixture(SourcesFixture):
    """The service where templates can be evaluated: not on every kernel."""

    def start_fixture(self):
        lacking = confinement.find_layers().lacking
        # CI's systems have it all, or are not fit to be CI's.
        if lacking and not os.environ.get('CI'):
            raise unittest.SkipTest(f'this system has no {lacking}')
        super().start_fixture()
