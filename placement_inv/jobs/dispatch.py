"""The bell that is rung after a job's row is committed."""

import logging

LOG = logging.getLogger(__name__)


class JobNotifier:
    """Tells the executor of this process, if one listens, to look for jobs.

    Without one the ring is lost, which is no harm: the row is the job, and
    the sweeper of a `placement-inv worker` finds it.
    """

    def __init__(self):
        self._listener = None

    def listen(self, listener):
        """Call `listener(job_id)` at every ring from now on; None: nobody."""
        self._listener = listener

    def ring(self, job_id):
        """Say that a job was committed; never fails the caller."""
        listener = self._listener
        if listener is None:
            return
        try:
            listener(job_id)
        except Exception:
            LOG.exception('Could not announce job %s; it waits', job_id)
