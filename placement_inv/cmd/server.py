"""Runs the application in an embedded HTTP server until told to stop."""

import gc
import signal

from waitress import task

from placement_inv.cmd import connections
from placement_inv.cmd import open_files
from placement_inv.web.middleware import probes

#: Seconds for requests that are being answered when the stop is asked.
_SECONDS_TO_FINISH = 1.0


def serve(application, listener, threads, conf):
    """Answer requests until SIGTERM or SIGINT, then finish the open ones.

    `threads` requests are worked on at a time; `conf` has the limits.
    """
    max_body = conf.api.max_request_body_size
    limits = connections.Limits.from_options(conf.serve, max_body)
    limits = open_files.make_room(limits)
    server = connections.create_server(
        application, listener, threads, max_body, limits
    )
    server.task_dispatcher = Lanes(server.task_dispatcher)
    # What was loaded so far stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    stop_on_signals()
    # Returns after SystemExit.
    server.run()
    server.close()


class Lanes:
    """Gives each probe a thread of its own, and other requests the pool.

    A probe never waits for other requests, and one that does not look at the
    database never waits for one that does.
    """

    def __init__(self, pool):
        """`pool` is the server's own dispatcher of tasks."""
        self._pool = pool
        self._probes = {}
        for path in (probes.ALIVE, probes.READY):
            self._probes[path] = task.ThreadedTaskDispatcher()
            self._probes[path].set_thread_count(1)

    def add_task(self, channel):
        """Let a thread serve the request that a connection has next."""
        path = getattr(channel.requests[0], 'path', None)
        self._probes.get(path, self._pool).add_task(channel)

    def shutdown(self):
        """End all threads; those of the pool get time to finish."""
        for lane in self._probes.values():
            lane.shutdown(timeout=0)
        # Its own five seconds would be most of what a stop may take.
        self._pool.shutdown(timeout=_SECONDS_TO_FINISH)


def stop_on_signals():
    """Raise SystemExit in the main thread at the first SIGTERM or SIGINT.

    A second one finds the system's default and ends the process at once.
    """

    def stop(_number, _frame):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
