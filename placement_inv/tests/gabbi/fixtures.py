"""The fixtures that gabbits can name."""

import contextlib
import os
import pathlib
import tempfile
import unittest

from gabbi import fixture
from keystonemiddleware import fixture as keystone
from keystonemiddleware import opts

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv import tests
from placement_inv.jobs.executors import local
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import passwords


class Application:
    """Delegates to the application of the file that runs now.

    gabbi binds every request to an application when it reads the files,
    before any fixture creates its application.
    """

    def __init__(self):
        self.current = None
        #: The host names of intercepted requests.
        self.hosts = []

    def __call__(self, environ, start_response):
        # httpx passes the path as text; WSGI wants its bytes as latin-1.
        path = environ['PATH_INFO'].encode().decode('latin-1')
        return self.current(environ | {'PATH_INFO': path}, start_response)


application = Application()

_INVENTORIES = pathlib.Path(tests.__file__).parent / 'data' / 'inventories'


class APIFixture(fixture.GabbiFixture):
    """The whole service with a new, empty database."""

    #: Whether a server in another process can replace the service.
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
        """Create the application; `undo` gets the callbacks that end it."""
        settings = self._configure(undo)
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        deploy.prepare(services)
        self._start_helpers(services, undo)
        application.current = deploy.loadapp(settings, services)
        undo.callback(setattr, application, 'current', None)

    def _files(self, undo):
        """Write files for the service; return their options by group."""
        return {}

    def _start_helpers(self, services, undo):
        """Start other threads; `undo` gets the callbacks that end them."""

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
    """A service without any user."""


class PasswordsFixture(APIFixture):
    """A service with HTTP basic authentication and the latest versions."""

    settings = {
        **APIFixture.settings,
        'api': {'auth_strategy': 'http_basic'},
        'host_inventory': {'default_microversion': 'latest'},
    }

    def _files(self, undo):
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        # Apache's processes read it as another account.
        pathlib.Path(directory).chmod(0o755)
        path = pathlib.Path(directory, 'htpasswd')
        passwords.write(path)
        return {'api': {'http_basic_auth_user_file': str(path)}}


#: {role: all roles in the token}; Keystone adds the roles that one implies.
_ROLES = {
    'admin': ('admin', 'manager', 'member', 'reader'),
    'service': ('service',),
    'member': ('member', 'reader'),
    'reader': ('reader',),
    'nobody': (),
}


class KeystoneFixture(APIFixture):
    """The service with Keystone; the id of each token is its role."""

    #: Keystone is simulated in this process: no other server can call it.
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

    def _start_helpers(self, services, undo):
        tokens = undo.enter_context(keystone.AuthTokenFixture())
        for role, roles in _ROLES.items():
            tokens.add_token_data(
                token_id=role,
                user_id=f'{role}-id',
                user_name=role,
                project_id='project-of-a-cloud',
                role_list=roles,
            )


class BoundFixture(KeystoneFixture):
    """Keystone, and an organization that belongs to the users' project."""

    def _start_helpers(self, services, undo):
        super()._start_helpers(services, undo)
        organization.create(
            context.RequestContext(services, user_id='operator'),
            {'name': 'Engineering', 'project_id': 'project-of-a-cloud'},
        )


class SmallBulkFixture(APIFixture):
    """The service with at most five hosts in a bulk request."""

    settings = {
        **APIFixture.settings,
        'host_inventory': {'max_bulk_hosts': 5},
    }


class HastyFiltersFixture(APIFixture):
    """The service with a filter timeout that each costly filter exceeds."""

    settings = {
        **APIFixture.settings,
        'host_inventory': {'filter_timeout': 0.000_001},
    }


class SmallBodiesFixture(APIFixture):
    """The service with request bodies of at most one kilobyte."""

    settings = {
        **APIFixture.settings,
        'api': {**APIFixture.settings['api'], 'max_request_body_size': 1024},
    }


class SmallBudgetFixture(APIFixture):
    """The service with no time to find allocation candidates."""

    settings = {
        **APIFixture.settings,
        'placement': {'allocation_candidates_time_limit': 0.000001},
    }


class SourcesFixture(APIFixture):
    """The service with files for sources, and threads that run updates."""

    settings = {
        **APIFixture.settings,
        'inventory_sources': {'file_roots': [str(_INVENTORIES)]},
    }

    def _start_helpers(self, services, undo):
        executor = local.Local(services)
        executor.start()
        undo.callback(executor.stop)


class IdleFixture(APIFixture):
    """The service with files for sources, but without an executor."""

    settings = SourcesFixture.settings


class TemplatesFixture(SourcesFixture):
    """The service that evaluates templates; skipped on unfit kernels."""

    def start_fixture(self):
        lacking = confinement.find_layers().lacking
        # In CI a missing layer is a failure.
        if lacking and not os.environ.get('CI'):
            raise unittest.SkipTest(f'this system has no {lacking}')
        super().start_fixture()
