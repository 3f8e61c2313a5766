"""The WSGI application, loaded at import: for uWSGI, mod_wsgi and others."""

import contextlib
import gc
import importlib
import os
import signal

from oslo_log import log

from placement_inv import conf
from placement_inv import deploy
from placement_inv import graceful_shutdown
from placement_inv import startup_checks
from placement_inv.web import uwsgi_clients

#: Options of uWSGI that make it open listening sockets.
_SOCKET_OPTIONS = ('http-socket', 'http11-socket', 'https-socket', 'socket')


def _load_application():
    settings = conf.load(environ=os.environ)
    startup_checks.require(settings, *startup_checks.OF_SERVERS)
    log.setup(settings, conf.PROJECT)
    services = deploy.services(settings, _count_threads())
    deploy.prepare(services, _count_processes())
    deploy.announce_confinement(services)
    deploy.end_keys_of_former_users(services)
    app = deploy.loadapp(settings, services)
    _freeze_objects()
    uwsgi = _find_uwsgi()
    if uwsgi is None:
        return app
    _drain_at_shutdown(uwsgi)
    return uwsgi_clients.Clients(app, uwsgi.connection_fd)


def _find_uwsgi():
    """Return uWSGI's module, which exists only in its processes, or None."""
    try:
        return importlib.import_module('uwsgi')
    except ImportError:
        return None


def _count_processes():
    """Return the number of the server's processes, None if unknown."""
    for module, attribute in (
        ('uwsgi', 'numproc'),
        ('mod_wsgi', 'maximum_processes'),
    ):
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            continue
    return None


def _count_threads():
    """Return the number of threads of a process, None if unknown."""
    with contextlib.suppress(ImportError, KeyError, ValueError):
        return int(importlib.import_module('uwsgi').opt['threads'])
    with contextlib.suppress(ImportError, AttributeError):
        return importlib.import_module('mod_wsgi').threads_per_process
    return None


def _freeze_objects():
    """Exclude the objects that exist now from garbage collection.

    There are many, and they live until the process ends. Each full collection
    would traverse them, which takes a large part of the time of a request that
    creates many objects, and would write to memory that forked workers share.
    """
    gc.collect()
    gc.freeze()


def _drain_at_shutdown(uwsgi):
    """Make uWSGI's workers answer queued connections at a shutdown."""
    if not any(option in uwsgi.opt for option in _SOCKET_OPTIONS):
        # Another process owns the sockets, such as systemd: it keeps them,
        # and the queued connections, for the next start.
        return

    def drain():
        # A worker also ends at a reload; then a new one serves the queue.
        if graceful_shutdown.is_handling_signal(
            signal.SIGTERM, uwsgi.masterpid()
        ):
            graceful_shutdown.drain(uwsgi.sockets)

    uwsgi.atexit = drain


application = _load_application()
