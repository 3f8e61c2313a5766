"""The application for uWSGI, mod_wsgi and other WSGI servers."""

import contextlib
import gc
import importlib
import os
import signal

from oslo_log import log

from placement_inv import conf
from placement_inv import deploy
from placement_inv.web import farewell
from placement_inv.web import uwsgi_clients


def _application():
    settings = conf.load(environ=os.environ)
    log.setup(settings, conf.PROJECT)
    services = deploy.services(settings, _threads())
    deploy.prepare(services, _processes())
    deploy.announce_confinement(services)
    deploy.end_keys_of_former_users(services)
    loaded = deploy.loadapp(settings, services)
    _freeze()
    _answer_to_the_end()
    return _beside_clients(loaded)


def _beside_clients(application):
    """Wrap an application in what uWSGI knows of its clients."""
    try:
        uwsgi = importlib.import_module('uwsgi')
    except ImportError:
        return application
    return uwsgi_clients.Clients(application, uwsgi.connection_fd)


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


def _threads():
    """Return how many threads each process has, None if unknown."""
    with contextlib.suppress(ImportError, KeyError, ValueError):
        return int(importlib.import_module('uwsgi').opt['threads'])
    with contextlib.suppress(ImportError, AttributeError):
        return importlib.import_module('mod_wsgi').threads_per_process
    return None


def _freeze():
    """Keep the garbage collector away from what was loaded so far.

    It stays until the process ends, and there is much of it: looking it
    through again and again is a large part of what a request that makes
    many objects costs, and writes to pages that forks could have shared.
    """
    gc.collect()
    gc.freeze()


def _answer_to_the_end():
    """Let uWSGI's workers answer who comes too late, when they all leave."""
    try:
        uwsgi = importlib.import_module('uwsgi')
    except ImportError:
        return

    def leave():
        # A worker also leaves when another takes its place; the sockets,
        # and who waits at them, are then the other's.
        if farewell.is_handling(signal.SIGTERM, uwsgi.masterpid()):
            farewell.say(uwsgi.sockets)

    uwsgi.atexit = leave


application = _application()
