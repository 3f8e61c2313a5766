"""Threads of this process that run jobs: nothing to install."""

import logging
import threading
import time

from placement_inv import exceptions
from placement_inv.jobs import identity
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper

LOG = logging.getLogger(__name__)


class Local:
    """Runs the jobs of one database in threads of this process."""

    def __init__(self, services, tasks=None):
        """`tasks` are {name: registry.Task}; all there are by default."""
        self._bell = services.jobs
        self._options = services.conf.jobs
        self._is_sqlite = services.database.engine.dialect.name == 'sqlite'
        self._runner = runner.Runner(
            services,
            registry.load() if tasks is None else tasks,
            identity.of_this_process(),
        )
        self._sweeper = sweeper.Sweeper(self._options, self._runner)
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._threads = [
            threading.Thread(target=self._sweep, name='sweeper', daemon=True),
            *(
                threading.Thread(
                    target=self._work, name=f'worker-{number}', daemon=True
                )
                for number in range(self._options.workers)
            ),
        ]

    def start(self):
        """Recover what a dead process of this host left, then run jobs."""
        # An SQLite file has no users on other hosts.
        dead = self._sweeper.dead_neighbours() if self._is_sqlite else ()
        self._sweeper.sweep(dead)
        self._bell.listen(self._ring)
        for thread in self._threads:
            thread.start()
        self._wake.set()

    def stop(self, seconds=3.0):
        """Ask running jobs to stop, wait that long; True if all did.

        The rows of those that did not are recovered by a later start or
        sweep: the process is about to end, and they with it.
        """
        self._bell.listen(None)
        self._stopping.set()
        self._runner.stop()
        self._wake.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _ring(self, _job_id):
        self._wake.set()

    def _work(self):
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                self._run_what_is_due()
            except exceptions.Unavailable as error:
                # Why was logged where it was found; the sweeper wakes us.
                LOG.warning('Jobs wait: %s', error)
            except Exception:
                LOG.exception('A worker could not look after its jobs')
        # Each clears what woke it: the others must see the end too.
        self._wake.set()

    def _run_what_is_due(self):
        while not self._stopping.is_set():
            claimed = self._runner.claim()
            if claimed is None:
                return
            # There may be more: another thread looks while this one works.
            self._wake.set()
            self._runner.run_claimed(claimed)

    def _sweep(self):
        while not self._stopping.wait(self._options.sweep_interval):
            try:
                self._sweeper.sweep()
                if self._runner.is_any_due():
                    self._wake.set()
            except exceptions.Unavailable as error:
                LOG.warning('The next sweep will look for jobs: %s', error)
            except Exception:
                LOG.exception('A sweep failed; the next one is due')
