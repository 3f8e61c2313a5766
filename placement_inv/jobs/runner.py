"""Claims a job, runs it under a heartbeat and records the result."""

import contextlib
import logging
import threading

from placement_inv import context
from placement_inv import exceptions
from placement_inv.objects import job

LOG = logging.getLogger(__name__)

#: Heartbeats in the time of one lease: two may be missed.
_BEATS = 3


class Runner:
    """Runs the jobs of one worker, for any executor."""

    def __init__(self, services, tasks, worker):
        """`tasks` is {name: registry.Task}; `worker` names the process."""
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
        #: {job id: (claimed job, event that asks it to stop)}.
        self._running = {}

    @property
    def running(self):
        """The ids of the jobs that this process runs now."""
        return tuple(self._running)

    def make_context(self):
        """Return a context with the rights of the service itself."""
        return context.RequestContext(
            self._services, is_admin=True, roles=['admin']
        )

    def require_schema(self):
        """Raise SchemaAhead if only newer workers may use the database."""
        self._services.database.schema.require()

    def has_task(self, attempt):
        """Tell whether this process has a task for the job."""
        return attempt.task in self._tasks

    def is_any_due(self, tasks=None):
        """Tell whether there is a job to claim; `tasks` as of `claim`."""
        self.require_schema()
        return job.is_any_due(
            self.make_context(), self._names(tasks), self._blocked_by
        )

    def claim(self, tasks=None):
        """Claim the next job that is due; None if there is none.

        `tasks` are the names of tasks to choose from; None for all.
        """
        self.require_schema()
        return job.claim(
            self.make_context(),
            self._worker,
            self._names(tasks),
            self._lease,
            self._blocked_by,
        )

    def _names(self, tasks):
        return tuple(self._tasks if tasks is None else tasks)

    def stop(self):
        """Ask each running job, and each later one, to stop."""
        self._stopping.set()
        for _attempt, stopping in tuple(self._running.values()):
            stopping.set()

    def release_running(self):
        """Put jobs that still run back into the queue; the process ends now.

        Their attempts do not count, and another worker may claim them at once:
        what this process still writes for them has no effect.
        """
        for attempt, _stopping in tuple(self._running.values()):
            if job.release(self.make_context(), attempt):
                LOG.warning(
                    'Job %s did not stop in time and will start again',
                    attempt.id,
                )

    def run_job(self, attempt):
        """Run a claimed job and record its result."""
        task = self._tasks[attempt.task]
        LOG.info('Job %s (%s) starts', attempt.id, attempt.task)
        with self._hold_lease(attempt) as ctx:
            try:
                task.run(ctx, **attempt.arguments)
            except exceptions.Stopped:
                LOG.info('Job %s stops and will start again', attempt.id)
                job.release(self.make_context(), attempt)
            except exceptions.Unavailable as error:
                self._try_again(attempt, error)
            except Exception as error:
                LOG.exception('Job %s (%s) failed', attempt.id, attempt.task)
                self.give_up(attempt, f'{type(error).__name__}: {error}')
            else:
                LOG.info('Job %s (%s) ends', attempt.id, attempt.task)
                job.finish(self.make_context(), attempt)

    def give_up(self, attempt, error):
        """Mark a job failed and call `on_failure`, in one transaction."""
        on_failure = self._tasks[attempt.task].on_failure
        job.fail(self.make_context(), attempt, error, on_failure)

    def _try_again(self, attempt, error):
        """Put back a job that a database error interrupted, or end it.

        If that cannot be written either, the row stays unchanged, and the
        sweeper finds it when the lease ends.
        """
        LOG.warning(
            'Job %s (%s) was interrupted: %s',
            attempt.id,
            attempt.task,
            error,
        )
        if attempt.attempts >= self._max_attempts:
            self.give_up(attempt, f'{type(error).__name__}: {error}')
            return
        self._stopping.wait(error.retry_after)
        job.put_back(self.make_context(), attempt)

    @contextlib.contextmanager
    def _hold_lease(self, attempt):
        """Extend the lease while the block runs; yield the job's context."""
        ctx = self.make_context()
        if attempt.origin:
            ctx.set_origin(attempt.origin)
        ctx.stopping = threading.Event()
        self._running[attempt.id] = attempt, ctx.stopping
        # Checked after the entry exists, so that no `stop` is missed.
        if self._stopping.is_set():
            ctx.stopping.set()
        done = threading.Event()
        heartbeat = threading.Thread(
            target=self._beat,
            args=(attempt, done, ctx.stopping),
            name=f'heartbeat-{attempt.id}',
            daemon=True,
        )
        heartbeat.start()
        try:
            yield ctx
        finally:
            done.set()
            heartbeat.join()
            del self._running[attempt.id]

    def _beat(self, attempt, done, stopping):
        while not done.wait(self._lease / _BEATS):
            try:
                if not job.extend(self.make_context(), attempt, self._lease):
                    # Another worker has the job: this result would be void.
                    LOG.warning(
                        'Job %s is run by another worker now', attempt.id
                    )
                    stopping.set()
                    return
            except exceptions.Unavailable as error:
                LOG.warning('No heartbeat for job %s: %s', attempt.id, error)
            except Exception:
                LOG.exception('No heartbeat for job %s', attempt.id)
