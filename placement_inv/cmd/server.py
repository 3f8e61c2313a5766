"""Runs the application in an embedded HTTP server until told to stop."""

import functools
import gc
import signal

import waitress

_CONNECTIONS = 1000
#: Seconds for requests that are being answered when the stop is asked.
_SECONDS_TO_FINISH = 1.0


def serve(application, listener, threads, max_body):
    """Answer requests until SIGTERM or SIGINT, then finish the open ones.

    `threads` requests are worked on at a time. `max_body` is where the
    application itself refuses a body; the server reads a little further, so
    that the refusal is the application's.
    """
    server = waitress.create_server(
        application,
        sockets=[listener],
        threads=threads,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,
        max_request_body_size=2 * max_body,
        ident=None,
        # Whether these are believed is the application's to say.
        clear_untrusted_proxy_headers=False,
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
