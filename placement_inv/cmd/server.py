"""Runs the application in an embedded HTTP server until told to stop."""

import functools
import gc
import signal

from placement_inv.cmd import connections
from placement_inv.cmd import open_files

#: Seconds for requests that are being answered when the stop is asked.
_SECONDS_TO_FINISH = 1.0


def serve(application, listener, threads, conf):
    """Answer requests until SIGTERM or SIGINT, then finish the open ones.

    `threads` requests are worked on at a time; `conf` has the limits.
    """
    max_body = conf.api.max_request_body_size
    limits = connections.Limits.of(conf.serve, max_body)
    limits = open_files.make_room(limits)
    server = connections.create_server(
        application, listener, threads, max_body, limits
    )
    # Its own five seconds would be most of what a stop may take.
    server.task_dispatcher.shutdown = functools.partial(
        server.task_dispatcher.shutdown, timeout=_SECONDS_TO_FINISH
    )
    # What was loaded so far stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    stop_on_signals()
    # Returns after SystemExit.
    server.run()
    server.close()


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
