"""The executor that runs jobs in threads of this process."""

import logging
import threading
import time

from placement_inv import exceptions
from placement_inv.jobs import identity
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper

LOG = logging.getLogger(__name__)

#: Seconds between two looks whether a stop has to hurry.
_SECONDS_BETWEEN_LOOKS = 0.1


class Local:
    """Runs the jobs of one database in threads of this process."""

    def __init__(self, services, tasks=None):
        """`tasks` is {name: registry.Task}; by default all tasks."""
        self._notifier = services.jobs
        self._options = services.conf.jobs
        self._is_sqlite = services.database.engine.dialect.name == 'sqlite'
        tasks = registry.load() if tasks is None else tasks
        self._runner = runner.Runner(
            services, tasks, identity.of_this_process()
        )
        self._sweeper = sweeper.Sweeper(self._options, self._runner)
        self._stopping = threading.Event()
        self._pools = [
            _Pool(name, size, pool_tasks, self._runner, self._stopping)
            for name, size in (
                (registry.GENERAL, self._options.workers),
                (registry.UPDATES, self._options.update_workers),
            )
            if (
                pool_tasks := [
                    task.name for task in tasks.values() if task.pool == name
                ]
            )
        ]
        self._threads = [
            threading.Thread(target=self._sweep, name='sweeper', daemon=True),
            *(thread for pool in self._pools for thread in pool.threads),
        ]

    def start(self):
        """Recover the jobs of dead processes of this host, then run jobs."""
        # Only processes of this host use an SQLite file.
        dead = self._sweeper.find_dead_neighbours() if self._is_sqlite else ()
        self._sweeper.sweep(dead)
        self._notifier.listen(self._wake_pools)
        for thread in self._threads:
            thread.start()
        self._wake_pools()

    def stop(self, grace=0.0, seconds=3.0, hurry=None):
        """Start no more jobs and end the running ones; return whether all did.

        They have `grace` seconds to finish, or until the event `hurry` is set,
        and then `seconds` seconds to stop. Jobs that run even then are put
        back into the queue: the process is about to end, and their threads end
        with it.
        """
        self._notifier.listen(None)
        self._stopping.set()
        self._wake_pools()
        if not self._join(grace, hurry):
            self._runner.stop()
            self._join(seconds)
        is_idle = not any(thread.is_alive() for thread in self._threads)
        if not is_idle:
            self._release_running()
        return is_idle

    def _join(self, seconds, hurry=None):
        """Wait for the threads; return whether all ended."""
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            while thread.is_alive():
                left = deadline - time.monotonic()
                if left <= 0 or (hurry and hurry.is_set()):
                    return False
                thread.join(min(left, _SECONDS_BETWEEN_LOOKS))
        return True

    def _release_running(self):
        try:
            self._runner.release_running()
        except exceptions.Unavailable as error:
            LOG.warning('Jobs wait for the end of their leases: %s', error)

    def _wake_pools(self, _job_id=None):
        # Only the row of a job tells its task, and so its pool.
        for pool in self._pools:
            pool.wake.set()

    def _sweep(self):
        while not self._stopping.wait(self._options.sweep_interval):
            try:
                self._sweeper.sweep()
                for pool in self._pools:
                    if self._runner.is_any_due(pool.tasks):
                        pool.wake.set()
            except exceptions.Unavailable as error:
                LOG.warning('Cannot sweep now: %s', error)
            except Exception:
                LOG.exception('A sweep failed; the next one tries again')


class _Pool:
    """Threads that run jobs of some tasks, one job a thread."""

    def __init__(self, name, size, tasks, runner_, stopping):
        """`tasks` are names; the event `stopping` ends the threads."""
        self.tasks = tuple(tasks)
        #: Wakes a thread that looks for jobs.
        self.wake = threading.Event()
        self.threads = [
            threading.Thread(
                target=self._work, name=f'{name}-worker-{number}', daemon=True
            )
            for number in range(size)
        ]
        self._runner = runner_
        self._stopping = stopping

    def _work(self):
        while not self._stopping.is_set():
            self.wake.wait()
            self.wake.clear()
            try:
                self._run_due_jobs()
            except exceptions.Unavailable as error:
                # The reason is already logged; the sweeper wakes a worker.
                LOG.warning('Cannot claim jobs now: %s', error)
            except Exception:
                LOG.exception('A worker thread failed to run its jobs')
        # Each thread clears the event: wake the next one, so that all end.
        self.wake.set()

    def _run_due_jobs(self):
        while not self._stopping.is_set():
            attempt = self._runner.claim(self.tasks)
            if attempt is None:
                return
            # More jobs may be due: wake another thread to look for them.
            self.wake.set()
            self._runner.run_job(attempt)
