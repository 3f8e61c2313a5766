"""Runs the application in an embedded HTTP server until a signal."""

import gc
import signal
import time

from waitress import task

from placement_inv.cmd import connections
from placement_inv.cmd import open_files
from placement_inv.web.middleware import probes

#: Seconds that requests may take after the signal to stop.
_SECONDS_TO_FINISH = 1.0


def serve(application, listener, threads, conf):
    """Answer requests until SIGTERM or SIGINT, then finish the open ones.

    `threads` is the number of requests that are answered at a time; `conf`
    has the limits.
    """
    max_body = conf.api.max_request_body_size
    limits = connections.Limits.from_options(conf.serve, max_body)
    limits = open_files.raise_limit(limits)
    server = connections.create_server(
        application, listener, threads, max_body, limits
    )
    server.task_dispatcher = Lanes(server.task_dispatcher)
    # PERF: the garbage collector skips the objects that exist now, which live
    # until the process ends.
    gc.collect()
    gc.freeze()
    stop_on_signals()
    # Returns after SystemExit.
    server.run()
    server.close()


class Lanes:
    """Gives each health check a thread of its own, and other requests a pool.

    A health check never waits for other requests, and the one that does not
    use the database never waits for the one that does.
    """

    def __init__(self, pool):
        """`pool` is the server's dispatcher of tasks."""
        self._pool = pool
        self._probes = {}
        for path in (probes.ALIVE, probes.READY):
            self._probes[path] = task.ThreadedTaskDispatcher()
            self._probes[path].set_thread_count(1)

    def add_task(self, channel):
        """Let a thread serve the next request of a connection."""
        path = getattr(channel.requests[0], 'path', None)
        self._probes.get(path, self._pool).add_task(channel)

    def shutdown(self):
        """End all threads; all may finish their requests meanwhile."""
        dispatchers = (*self._probes.values(), self._pool)
        # Idle threads end now; none of them is waited for in vain.
        for dispatcher in dispatchers:
            dispatcher.set_thread_count(0)
        end = time.monotonic() + _SECONDS_TO_FINISH
        for dispatcher in dispatchers:
            dispatcher.shutdown(timeout=max(end - time.monotonic(), 0))


def stop_on_signals():
    """Raise SystemExit in the main thread at the first SIGTERM or SIGINT.

    A second signal ends the process at once.
    """

    def stop(_number, _frame):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
