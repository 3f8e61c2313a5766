"""Notifies the executor of this process of committed jobs."""

import logging

LOG = logging.getLogger(__name__)


class JobNotifier:
    """Calls the executor of this process, if there is one.

    Without an executor the notification is lost. That does no harm: the
    sweeper of a `placement-inv worker` finds the row of the job.
    """

    def __init__(self):
        self._listener = None

    def listen(self, listener):
        """Call `listener(job_id)` for each job from now on; None ends it."""
        self._listener = listener

    def notify(self, job_id):
        """Notify the listener of a committed job; raises nothing."""
        listener = self._listener
        if listener is None:
            return
        try:
            listener(job_id)
        except Exception:
            LOG.exception(
                'Could not notify the executor of job %s; the job waits',
                job_id,
            )
