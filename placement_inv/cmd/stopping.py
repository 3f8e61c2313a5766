"""Stops background work when the process is told to end."""

import signal
import threading

from oslo_log import log

LOG = log.getLogger(__name__)


def stop_jobs(executor, conf):
    """Let running jobs finish in time, else put them back into the queue.

    A second SIGTERM or SIGINT ends the wait. Called in the main thread.
    """
    hurry = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: hurry.set())
    LOG.info(
        'Stopping; running jobs have %.0f seconds to finish',
        conf.jobs.stop_timeout,
    )
    if not executor.stop(conf.jobs.stop_timeout, hurry=hurry):
        LOG.warning('A job still runs; it will start again')
