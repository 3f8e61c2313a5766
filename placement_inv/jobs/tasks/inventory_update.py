"""Runs an inventory update: the tool reads the source, then it is loaded."""

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
from placement_inv.objects.host_inventory.updates import input_updates
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.variables import text as variables

LOG = logging.getLogger(__name__)

#: Seconds between two looks for the wish to cancel.
_LOOK = 0.5
#: Megabytes for templates where the deployer sets no limit for sources.
_TEMPLATE_MEMORY = 4096
#: What the log knows and a client need not.
_UNEXPECTED = 'The update ended by an error of the service, which its log has.'


def _give_up(ctx, _error, inventory_update_id):
    update_run.give_up(ctx, inventory_update_id)


@registry.job(
    launching.TASK, on_failure=_give_up, blocked_by=input_updates.are_awaited
)
def run(ctx, inventory_update_id):
    """Bring an update to an end, from its beginning."""
    begun = update_run.start(ctx, inventory_update_id)
    if begun is None:
        return
    recorder = recording.Recorder(ctx, begun)
    try:
        _update(ctx, begun, recorder)
    except exceptions.Stopped:
        _let_wait(ctx, begun)
        raise
    except exceptions.Unavailable:
        # Nothing was loaded; the runner tries again.
        raise
    except exceptions.Error as error:
        _end(ctx, begun, recorder, str(error))
    except Exception:
        _end(ctx, begun, recorder, _UNEXPECTED)
        raise


def _update(ctx, begun, recorder):
    options = ctx.conf.inventory_sources
    keep_host = host_filter.compile_filter(begun.host_filter)
    wish = _Wish(ctx, begun, recorder)
    kind = source_kinds.KINDS[begun.source]
    result = command.run(
        REQUESTS[kind.reads](ctx, begun),
        run_limits(
            options,
            begun.timeout,
            templates=kind.evaluates_templates,
        ),
        on_output=recorder.write,
        is_cancelled=wish,
    )
    recorder.finish()
    if ctx.stopping.is_set():
        raise exceptions.Stopped()
    if not result.has_succeeded:
        update_run.finish(
            ctx, begun, update_run.FAILED, result.explanation, result.argv
        )
        return
    argv, data = result.argv, result.document
    del result
    said = document.parse(
        data,
        keep_host,
        names_are_ours=kind.reads_inventories,
        limits=sizes.Sizes(
            options.max_variable_size, options.max_variables_size
        ),
    )
    said = unsafe.normalize(said, by_templates=kind.evaluates_templates)
    loading.load(ctx, begun, said, recorder.position, argv)


def _request_for_inventories(ctx, begun):
    """Return the request that reads the input inventories of a run."""
    return command.Request(
        path='',
        roots=(),
        write=inputs.make_writer(ctx, begun),
        limit=begun.limit,
        verbosity=begun.verbosity,
        source_id=begun.inventory_source_id,
        update_id=begun.id,
    )


def _request_for_files(ctx, begun):
    """Return the request that reads the file or directory of a run."""
    options = ctx.conf.inventory_sources
    return command.Request(
        path=begun.source_path,
        roots=tuple(options.file_roots),
        limit=begun.limit,
        verbosity=begun.verbosity,
        source_vars=variables.parse_stored(begun.source_vars),
        environment_prefixes=tuple(options.environment_prefixes),
        source_id=begun.inventory_source_id,
        update_id=begun.id,
        allow_executable=options.allow_executable,
        must_confine=options.require_confinement,
    )


#: The request of a run, by what the kind of its source reads.
REQUESTS = {
    source_kinds.Reads.FILES: _request_for_files,
    source_kinds.Reads.INVENTORIES: _request_for_inventories,
}


def run_limits(options, timeout, *, templates=False):
    """Return the limits of a run; a source's timeout only shortens it.

    Older rows may hold a negative timeout; it counts as none, like 0. What
    evaluates templates has limits always.
    """
    timeouts = [timeout, options.timeout]
    memory = options.max_memory
    if templates:
        timeouts.append(options.template_timeout)
        memory = memory or _TEMPLATE_MEMORY
    # The processor time is limited to the same number of seconds.
    seconds = min((limit for limit in timeouts if limit > 0), default=0)
    return child.Limits(
        seconds=seconds,
        cpu_seconds=seconds,
        memory_bytes=memory * 1024**2,
        output_bytes=options.max_output,
    )


class _Wish:
    """Tells the tool's watcher, which asks often, whether to end it."""

    def __init__(self, ctx, begun, recorder):
        self._ctx = ctx
        self._begun = begun
        self._recorder = recorder
        self._next_look = 0.0

    def __call__(self):
        self._recorder.tick()
        if self._ctx.stopping.is_set():
            return True
        now = time.monotonic()
        if now < self._next_look:
            return False
        self._next_look = now + _LOOK
        return update_run.is_cancel_requested(self._ctx, self._begun)


def _end(ctx, begun, recorder, explanation):
    """End an update that could not run, or whose load was refused."""
    try:
        recorder.finish()
        update_run.finish(ctx, begun, update_run.ERROR, explanation)
    except exceptions.Stopped:
        LOG.warning('Update %s was taken over before it ended', begun.id)


def _let_wait(ctx, begun):
    """Let an update wait again, unless somebody else has it already."""
    try:
        update_run.release(ctx, begun)
    except exceptions.Stopped:
        LOG.info('Update %s is no longer ours', begun.id)
