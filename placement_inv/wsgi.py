"""The application for uWSGI, mod_wsgi and other WSGI servers."""

import gc
import importlib
import os

from oslo_log import log

from placement_inv import conf
from placement_inv import deploy


def _application():
    settings = conf.load(environ=os.environ)
    log.setup(settings, conf.PROJECT)
    services = deploy.services(settings)
    deploy.prepare(services, _processes())
    loaded = deploy.loadapp(settings, services)
    _freeze()
    return loaded


def _processes():
    """Return how many processes the server will run, None if unknown."""
    for module, attribute in (
        ('uwsgi', 'numproc'),
        ('mod_wsgi', 'maximum_processes'),
    ):
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            continue
    return None


def _freeze():
    """Keep the garbage collector away from what was loaded so far.

    It stays until the process ends, and there is much of it: looking it
    through again and again is a large part of what a request that makes
    many objects costs, and writes to pages that forks could have shared.
    """
    gc.collect()
    gc.freeze()


application = _application()
