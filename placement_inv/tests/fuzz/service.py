"""The whole service in this process, with a new database."""

import contextlib
import os
import pathlib

from placement_inv import conf
from placement_inv import deploy
from placement_inv import tests
from placement_inv.tests.fixtures import database

_SOURCES = pathlib.Path(tests.__file__).parent / 'data' / 'inventories'
_SETTINGS = {
    'api': {'auth_strategy': 'noauth2', 'max_request_body_size': 100_000},
    'inventory_sources': {'file_roots': [str(_SOURCES)]},
    'placement_database': {'sync_on_startup': True},
}


@contextlib.contextmanager
def run(backend):
    """Yield (services, application) with an empty database."""
    name = f'pi_{os.getpid()}_fuzz'
    with database.empty_database(backend, name) as url:
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        for group, options in _SETTINGS.items():
            for option, value in options.items():
                settings.set_override(option, value, group)
        services = deploy.services(settings)
        try:
            deploy.prepare(services)
            yield services, deploy.loadapp(settings, services)
        finally:
            services.database.dispose()
