"""Recovers the jobs of dead workers and deletes expired rows."""

import logging
import math
import time

from placement_inv.jobs import identity
from placement_inv.objects import job
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.common import idempotency
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.updates import (
    pruning as update_pruning,
)

LOG = logging.getLogger(__name__)

_SECONDS_BETWEEN_CLEANINGS = 3600
_SECONDS_BETWEEN_CLOCK_CHECKS = 60


class Sweeper:
    """Recovers abandoned jobs and deletes the rows of old ones."""

    def __init__(self, options, runner):
        """`options` is the [jobs] group; `runner` is that of this process."""
        self._options = options
        self._runner = runner
        self._cleaned_at = None
        self._clock_read_at = -math.inf

    def sweep(self, dead_workers=()):
        """Queue abandoned jobs again, or mark them failed.

        Jobs of `dead_workers` count as abandoned before their lease ends.
        """
        self._runner.require_schema()
        self._read_clock()
        alive = self._runner.running
        attempts = job.list_abandoned(
            self._runner.make_context(), alive, dead_workers
        )
        if attempts:
            self._recover(attempts, alive, dead_workers)
        self._clean()

    def find_dead_neighbours(self):
        """Return the workers of this host that died while running jobs.

        Only for databases that a single host uses: otherwise processes of
        two containers may have the same host name.
        """
        busy = job.list_busy_workers(self._runner.make_context())
        return [worker for worker in busy if identity.is_dead(worker)]

    def _read_clock(self):
        """Compare the clock with the database's, now and then."""
        now = time.monotonic()
        if now - self._clock_read_at < _SECONDS_BETWEEN_CLOCK_CHECKS:
            return
        job.read_clock(self._runner.make_context())
        self._clock_read_at = now

    def _recover(self, attempts, alive, dead_workers):
        limit = self._options.max_attempts
        count = job.requeue(
            self._runner.make_context(), limit, alive, dead_workers
        )
        if count:
            LOG.warning('Queued %d abandoned jobs again', count)
        for attempt in attempts:
            # A task of a newer release waits for a worker of that release.
            if attempt.attempts >= limit and self._runner.has_task(attempt):
                self._give_up(attempt)

    def _give_up(self, attempt):
        LOG.error('Job %s failed: its attempts are used up', attempt.id)
        try:
            self._runner.give_up(
                attempt,
                f'The worker died at each of {attempt.attempts} attempts.',
            )
        except Exception:
            # The job stays abandoned; the next sweep tries again.
            LOG.exception('Job %s could not be marked failed', attempt.id)

    def _clean(self):
        now = time.monotonic()
        if (
            self._cleaned_at is None
            or now - self._cleaned_at >= _SECONDS_BETWEEN_CLEANINGS
        ):
            ctx = self._runner.make_context()
            job.delete_finished(ctx, self._options.keep)
            idempotency.delete_old(ctx)
            self._retry_deletions(ctx)
            self._prune_changes(ctx)
            # Not set if a step failed, or if updates are left: then the next
            # sweep goes on.
            if not self._prune_updates(ctx):
                self._cleaned_at = now

    def _retry_deletions(self, ctx):
        inventory_ids = deletion.try_again(ctx)
        if inventory_ids:
            LOG.warning('Failed deletions are retried: %s', inventory_ids)

    def _prune_changes(self, ctx):
        while feed.prune(ctx, ctx.conf.host_inventory.keep_changes):
            LOG.info('Expired entries of the change record are deleted')

    def _prune_updates(self, ctx):
        options = ctx.conf.inventory_sources
        return update_pruning.prune(
            ctx, options.keep_updates, options.max_kept_updates
        )
