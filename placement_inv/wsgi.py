"""The application for uWSGI, mod_wsgi and other WSGI servers."""

import contextlib
import gc
import importlib
import os
import signal

from oslo_log import log

from placement_inv import conf
from placement_inv import deploy
from placement_inv import graceful_shutdown
from placement_inv.web import uwsgi_clients

#: Options of uWSGI that make it open listening sockets.
_SOCKET_OPTIONS = ('http-socket', 'http11-socket', 'https-socket', 'socket')


def _load_application():
    settings = conf.load(environ=os.environ)
    log.setup(settings, conf.PROJECT)
    services = deploy.services(settings, _count_threads())
    deploy.prepare(services, _count_processes())
    deploy.announce_confinement(services)
    deploy.end_keys_of_former_users(services)
    loaded = deploy.loadapp(settings, services)
    _freeze_objects()
    uwsgi = _find_uwsgi()
    if uwsgi is None:
        return loaded
    _drain_at_shutdown(uwsgi)
    return uwsgi_clients.Clients(loaded, uwsgi.connection_fd)


def _find_uwsgi():
    """Return the module that uWSGI gives its applications, None elsewhere."""
    try:
        return importlib.import_module('uwsgi')
    except ImportError:
        return None


def _count_processes():
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


def _count_threads():
    """Return how many threads each process has, None if unknown."""
    with contextlib.suppress(ImportError, KeyError, ValueError):
        return int(importlib.import_module('uwsgi').opt['threads'])
    with contextlib.suppress(ImportError, AttributeError):
        return importlib.import_module('mod_wsgi').threads_per_process
    return None


def _freeze_objects():
    """Exclude the objects that exist now from garbage collection.

    They live until the process ends, and there are many: each full
    collection would traverse them, which takes a large part of the time of a
    request that makes many objects, and would write to pages that forked
    workers share.
    """
    gc.collect()
    gc.freeze()


def _drain_at_shutdown(uwsgi):
    """Let the workers of uWSGI answer queued connections at a shutdown."""
    if not any(option in uwsgi.opt for option in _SOCKET_OPTIONS):
        # The sockets are another process's, such as systemd's: it keeps
        # them, and the connections in their queues, for the next start.
        return

    def leave():
        # A worker also ends when another one takes its place, which then
        # serves the queue.
        if graceful_shutdown.is_handling_signal(
            signal.SIGTERM, uwsgi.masterpid()
        ):
            graceful_shutdown.drain(uwsgi.sockets)

    uwsgi.atexit = leave


application = _load_application()
