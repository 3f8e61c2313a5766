"""The task that runs an inventory update: read the source, then load it."""

import logging
import time

from placement_inv import exceptions
from placement_inv.jobs import registry
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import host_filter
from placement_inv.objects.host_inventory.importing import inputs
from placement_inv.objects.host_inventory.importing import loading
from placement_inv.objects.host_inventory.importing import recording
from placement_inv.objects.host_inventory.importing import sizes
from placement_inv.objects.host_inventory.importing import unsafe
from placement_inv.objects.host_inventory.sources import file_roots
from placement_inv.objects.host_inventory.updates import input_updates
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.variables import text as variables

LOG = logging.getLogger(__name__)

#: Seconds between two checks for a cancel request.
_SECONDS_BETWEEN_POLLS = 0.5
#: Megabytes for templates if the deployer sets no limit for sources.
_TEMPLATE_MEMORY = 4096
#: Clients get this instead of the exception, which only the log has.
_UNEXPECTED = 'The update failed with an error of the service; see its log.'


def _give_up(ctx, _error, inventory_update_id):
    update_run.give_up(ctx, inventory_update_id)


@registry.job(
    launching.TASK,
    on_failure=_give_up,
    blocked_by=input_updates.are_awaited,
    pool=registry.UPDATES,
)
def run(ctx, inventory_update_id):
    """Run an update from its start to its end."""
    attempt = update_run.start(ctx, inventory_update_id)
    if attempt is None:
        return
    recorder = recording.Recorder(ctx, attempt)
    try:
        _update(ctx, attempt, recorder)
    except exceptions.Stopped:
        _release(ctx, attempt, recorder)
        raise
    except exceptions.Unavailable:
        # Nothing was loaded, so the runner can try again.
        raise
    except exceptions.Error as error:
        _end(ctx, attempt, recorder, str(error))
    except Exception:
        _end(ctx, attempt, recorder, _UNEXPECTED)
        raise


def _update(ctx, attempt, recorder):
    options = ctx.conf.inventory_sources
    keep_host = host_filter.compile_filter(attempt.host_filter)
    poller = _CancelPoller(ctx, attempt, recorder)
    kind = source_kinds.KINDS[attempt.source]
    result = command.run(
        REQUESTS[kind.reads](ctx, attempt),
        run_limits(
            options,
            attempt.timeout,
            templates=kind.evaluates_templates,
        ),
        on_output=recorder.write,
        is_cancelled=poller,
    )
    recorder.finish()
    if ctx.stopping.is_set():
        raise exceptions.Stopped()
    if not result.has_succeeded:
        update_run.finish(
            ctx,
            attempt,
            update_run.FAILED,
            result.explanation,
            result.argv,
        )
        return
    argv, data = result.argv, result.document
    del result
    inventory = document.parse(
        data,
        keep_host,
        names_are_ours=kind.reads_inventories,
        limits=sizes.Sizes(
            options.max_variable_size, options.max_variables_size
        ),
    )
    inventory = unsafe.normalize(
        inventory, by_templates=kind.evaluates_templates
    )
    loading.load(ctx, attempt, inventory, recorder.position, argv)


def _request_for_inventories(ctx, attempt):
    """Return the request that reads the input inventories of a run."""
    return command.Request(
        path='',
        roots=(),
        write=inputs.make_writer(ctx, attempt),
        limit=attempt.limit,
        verbosity=attempt.verbosity,
        source_id=attempt.inventory_source_id,
        update_id=attempt.id,
    )


def _request_for_files(ctx, attempt):
    """Return the request that reads the file or directory of a run."""
    options = ctx.conf.inventory_sources
    return command.Request(
        path=attempt.source_path,
        roots=file_roots.find(ctx, attempt.host_inventory_id),
        limit=attempt.limit,
        verbosity=attempt.verbosity,
        source_vars=variables.parse_stored(attempt.source_vars),
        environment_prefixes=tuple(options.environment_prefixes),
        source_id=attempt.inventory_source_id,
        update_id=attempt.id,
        allow_executable=options.allow_executable,
        must_confine=options.require_confinement,
        # A file that cannot be read would look as if its hosts were gone.
        is_strict=attempt.overwrite or attempt.overwrite_vars,
    )


#: The request of a run, by what the kind of its source reads.
REQUESTS = {
    source_kinds.Reads.FILES: _request_for_files,
    source_kinds.Reads.INVENTORIES: _request_for_inventories,
}


def run_limits(options, timeout, *, templates=False):
    """Return the limits of a run; a source's timeout can only shorten it.

    Older rows may have a negative timeout, which means none, like 0. A run
    that evaluates templates always has limits.
    """
    timeouts = [timeout, options.timeout]
    memory = options.max_memory
    if templates:
        timeouts.append(options.template_timeout)
        memory = memory or _TEMPLATE_MEMORY
    # CPU time has the same limit as elapsed time.
    seconds = min((limit for limit in timeouts if limit > 0), default=0)
    return child.Limits(
        seconds=seconds,
        cpu_seconds=seconds,
        memory_bytes=memory * 1024**2,
        output_bytes=options.max_output,
    )


class _CancelPoller:
    """Tells whether to end the tool; polls the database now and then."""

    def __init__(self, ctx, attempt, recorder):
        self._ctx = ctx
        self._attempt = attempt
        self._recorder = recorder
        self._next_poll = 0.0

    def __call__(self):
        self._recorder.tick()
        if self._ctx.stopping.is_set():
            return True
        now = time.monotonic()
        if now < self._next_poll:
            return False
        self._next_poll = now + _SECONDS_BETWEEN_POLLS
        return update_run.is_cancel_requested(self._ctx, self._attempt)


def _end(ctx, attempt, recorder, explanation):
    """Mark an update as an error: it could not run or be loaded."""
    try:
        recorder.finish()
        update_run.finish(ctx, attempt, update_run.ERROR, explanation)
    except exceptions.Stopped:
        LOG.warning('Update %s has another worker now', attempt.id)


def _release(ctx, attempt, recorder):
    """Let an update wait again, unless another worker has it."""
    try:
        recorder.finish()
        update_run.release(ctx, attempt, recorder.position)
    except exceptions.Stopped:
        LOG.info('Update %s has another worker now', attempt.id)
