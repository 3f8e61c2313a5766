"""Finds the jobs that dead workers held, and what is left to clean up."""

import logging
import math
import time

from placement_inv.jobs import identity
from placement_inv.objects import job
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.common import idempotency
from placement_inv.objects.host_inventory.inventories import deletion

LOG = logging.getLogger(__name__)

_SECONDS_BETWEEN_CLEANINGS = 3600
_SECONDS_BETWEEN_LOOKS_AT_CLOCKS = 60
#: More than this between two clocks is worth a line of the log.
_SECONDS_APART = 5


class Sweeper:
    """Recovers abandoned jobs and forgets those that ended long ago."""

    def __init__(self, options, runner):
        """`options` is the [jobs] group; `runner` this process's own."""
        self._options = options
        self._runner = runner
        self._cleaned_at = None
        self._clock_read_at = -math.inf
        self._is_apart = False

    def sweep(self, dead_workers=()):
        """Queue abandoned jobs again, or give them up for good.

        Jobs of `dead_workers` need not wait until their lease ends.
        """
        self._read_clock()
        alive = self._runner.running
        lost = job.list_abandoned(
            self._runner.make_context(), alive, dead_workers
        )
        if lost:
            self._recover(lost, alive, dead_workers)
        self._clean()

    def dead_neighbours(self):
        """Return the workers of this host that died while running jobs.

        Only for databases that one host alone uses: elsewhere processes of
        two containers may carry one host's name.
        """
        busy = job.list_busy_workers(self._runner.make_context())
        return [worker for worker in busy if identity.is_dead(worker)]

    def _read_clock(self):
        """Learn the database's time, and say so once if ours is another."""
        now = time.monotonic()
        if now - self._clock_read_at < _SECONDS_BETWEEN_LOOKS_AT_CLOCKS:
            return
        ahead = job.read_clock(self._runner.make_context())
        self._clock_read_at = now
        if abs(ahead) > _SECONDS_APART and not self._is_apart:
            LOG.warning(
                'The clock of this machine is %.0f seconds %s that of the '
                'database',
                abs(ahead),
                'behind' if ahead > 0 else 'ahead of',
            )
        self._is_apart = abs(ahead) > _SECONDS_APART

    def _recover(self, lost, alive, dead_workers):
        limit = self._options.max_attempts
        queued = job.requeue(
            self._runner.make_context(), limit, alive, dead_workers
        )
        if queued:
            LOG.warning('Queued %d abandoned jobs again', queued)
        for abandoned in lost:
            # One of a newer release is for a worker of that release.
            if abandoned.attempts >= limit and self._runner.knows(abandoned):
                self._give_up(abandoned)

    def _give_up(self, abandoned):
        LOG.error('Job %s is given up', abandoned.id)
        try:
            self._runner.give_up(
                abandoned,
                f'The worker died at each of {abandoned.attempts} attempts.',
            )
        except Exception:
            # It stays abandoned; the next sweep tries again.
            LOG.exception('Job %s could not be given up', abandoned.id)

    def _clean(self):
        now = time.monotonic()
        if (
            self._cleaned_at is None
            or now - self._cleaned_at >= _SECONDS_BETWEEN_CLEANINGS
        ):
            ctx = self._runner.make_context()
            job.delete_finished(ctx, self._options.keep)
            idempotency.delete_old(ctx)
            self._try_deletions_again(ctx)
            self._forget_changes(ctx)
            # What failed is due at the next sweep, not an hour later.
            self._cleaned_at = now

    def _try_deletions_again(self, ctx):
        inventory_ids = deletion.try_again(ctx)
        if inventory_ids:
            LOG.warning('Deletions that failed go on: %s', inventory_ids)

    def _forget_changes(self, ctx):
        while feed.prune(ctx, ctx.conf.host_inventory.keep_changes):
            LOG.info('Entries of the change record are deleted')
