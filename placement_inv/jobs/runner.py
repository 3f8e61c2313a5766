"""Claims a job, runs it under a heartbeat, records the outcome."""

import contextlib
import logging
import threading

from placement_inv import context
from placement_inv import exceptions
from placement_inv.objects import job

LOG = logging.getLogger(__name__)

#: Signs of life for each lease: two may be missed.
_BEATS = 3


class Runner:
    """Runs the jobs of one worker, for whatever executor it lives in."""

    def __init__(self, services, tasks, worker):
        """`tasks` are the registry's; `worker` names the process."""
        self._services = services
        self._tasks = tasks
        self._blocked_by = {
            name: task.blocked_by
            for name, task in tasks.items()
            if task.blocked_by
        }
        self._worker = worker
        self._lease = services.conf.jobs.lease
        self._max_attempts = services.conf.jobs.max_attempts
        self._stopping = threading.Event()
        #: Event that asks it to stop, by the id of the job.
        self._running = {}

    @property
    def running(self):
        """The ids of the jobs that run in this process now."""
        return tuple(self._running)

    def make_context(self):
        """Return a context with the service's own rights."""
        return context.RequestContext(
            self._services, is_admin=True, roles=['admin']
        )

    def knows(self, claimed):
        """Tell whether there is a task for the job in this process."""
        return claimed.task in self._tasks

    def is_any_due(self):
        """Tell whether there is a job to claim."""
        return job.is_any_due(
            self.make_context(), tuple(self._tasks), self._blocked_by
        )

    def claim(self):
        """Take the next job that is due; None without one."""
        return job.claim(
            self.make_context(),
            self._worker,
            tuple(self._tasks),
            self._lease,
            self._blocked_by,
        )

    def stop(self):
        """Ask every job that runs, and every later one, to stop."""
        self._stopping.set()
        for stopping in tuple(self._running.values()):
            stopping.set()

    def run_claimed(self, claimed):
        """Run a claimed job to its end and record how it ended."""
        task = self._tasks[claimed.task]
        LOG.info('Job %s (%s) starts', claimed.id, claimed.task)
        with self._hold_lease(claimed) as ctx:
            try:
                task.run(ctx, **claimed.arguments)
            except exceptions.Stopped:
                LOG.info('Job %s stops and will start again', claimed.id)
                job.release(self.make_context(), claimed)
            except exceptions.Unavailable as error:
                self._try_again(claimed, error)
            except Exception as error:
                LOG.exception('Job %s (%s) failed', claimed.id, claimed.task)
                self.give_up(claimed, f'{type(error).__name__}: {error}')
            else:
                LOG.info('Job %s (%s) ends', claimed.id, claimed.task)
                job.finish(self.make_context(), claimed)

    def give_up(self, claimed, error):
        """Mark a job failed, and what it was about ended, in one go."""
        on_failure = self._tasks[claimed.task].on_failure
        job.fail(self.make_context(), claimed, error, on_failure)

    def _try_again(self, claimed, error):
        """Put a job back that the database had no time for, or end it.

        Where even that cannot be written the row stays as it is, and the
        sweeper finds it when its lease ends.
        """
        LOG.warning(
            'Job %s (%s) was interrupted: %s', claimed.id, claimed.task, error
        )
        if claimed.attempts >= self._max_attempts:
            self.give_up(claimed, f'{type(error).__name__}: {error}')
            return
        self._stopping.wait(error.retry_after)
        job.put_back(self.make_context(), claimed)

    @contextlib.contextmanager
    def _hold_lease(self, claimed):
        """Keep the lease while the block runs; give it the job's context."""
        ctx = self.make_context()
        if claimed.origin:
            ctx.set_origin(claimed.origin)
        ctx.stopping = self._running[claimed.id] = threading.Event()
        # After the entry is made: `stop` either finds it or came before.
        if self._stopping.is_set():
            ctx.stopping.set()
        done = threading.Event()
        beating = threading.Thread(
            target=self._beat,
            args=(claimed, done, ctx.stopping),
            name=f'heartbeat-{claimed.id}',
            daemon=True,
        )
        beating.start()
        try:
            yield ctx
        finally:
            done.set()
            beating.join()
            del self._running[claimed.id]

    def _beat(self, claimed, done, stopping):
        while not done.wait(self._lease / _BEATS):
            try:
                if not job.extend(self.make_context(), claimed, self._lease):
                    # Another worker has the job: the work of this one is lost.
                    LOG.warning(
                        'Job %s was taken by another worker', claimed.id
                    )
                    stopping.set()
                    return
            except exceptions.Unavailable as error:
                LOG.warning('No heartbeat for job %s: %s', claimed.id, error)
            except Exception:
                LOG.exception('No heartbeat for job %s', claimed.id)
