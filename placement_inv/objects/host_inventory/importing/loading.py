"""Loads the document of one run into its inventory, in one transaction."""

import dataclasses
import json

from oslo_db import exception as db_exception

from placement_inv import exceptions
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.importing import apply
from placement_inv.objects.host_inventory.importing import current_state
from placement_inv.objects.host_inventory.importing import plan
from placement_inv.objects.host_inventory.importing import reading
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.variables import text as variables

#: How often a load is tried while users edit the rows that it changes.
_TRIES = 5


def load(ctx, run, document, position, job_args=()):
    """Write the changes of a document, and the end of its update.

    Raises DocumentRefused, RenameCollision, Stopped if another worker has
    the update, and ConcurrentUpdate if all tries fail.
    """
    for left in reversed(range(_TRIES)):
        try:
            _load(ctx, run, document, position, job_args)
        except (
            exceptions.ConcurrentUpdate,
            # A user deleted a group that the document puts hosts in.
            db_exception.DBReferenceError,
        ):
            if not left:
                raise
        else:
            return


@transactions.writer
def _load(ctx, run, document, position, job_args):
    """Load a document in one transaction.

    The lock of the inventory makes other loads and edits of its hosts and
    groups wait, so that the plan is applied to the rows it was made from. The
    update ends in the same transaction, so that it is successful if, and only
    if, the document was loaded.
    """
    membership.find_inventory(ctx, run.host_inventory_id, rows.for_update)
    if update_run.lock(ctx, run):
        update_run.end(ctx, run, update_run.CANCELED, job_args=job_args)
        return
    before = reading.read(ctx, run.host_inventory_id, run.inventory_source_id)
    new_plan = plan.compute(
        before,
        document,
        _build_settings(run),
        _read_variables,
    )
    try:
        apply.apply(
            ctx,
            run.host_inventory_id,
            run.inventory_source_id,
            before,
            new_plan,
        )
    except db_exception.DBDuplicateEntry as error:
        raise import_errors.DocumentRefused(
            reason='two of its names are one name to the database'
        ) from error
    counts = {
        'hosts': new_plan.host_counts.to_document(),
        'groups': new_plan.group_counts.to_document(),
    }
    if not new_plan.writes_nothing:
        _record(ctx, run, counts)
    update_run.add_lines(ctx, run, position, _summarize(new_plan))
    update_run.end(
        ctx, run, update_run.SUCCESSFUL, job_args=job_args, counts=counts
    )


def _record(ctx, run, counts):
    audit_log.append(
        ctx,
        audit_log.UPDATE,
        audit_log.inventory(run.host_inventory_id),
        counts,
        audit_log.Subject('inventory_update', run.id),
    )


def _build_settings(run):
    settings = current_state.Settings(
        overwrite=run.overwrite,
        overwrite_vars=run.overwrite_vars,
        enabled_var=run.enabled_var,
        enabled_value=run.enabled_value,
    )
    if not source_kinds.KINDS[run.source].reads_inventories:
        return settings
    return dataclasses.replace(
        settings,
        instance_id_var=script.ID_VARIABLE,
        overwrite_inventory=True,
        ignored_variables=script.OWN_VARIABLES,
    )


def _read_variables(text):
    """Return the mapping of a stored text of variables.

    PERF: loads write JSON that was checked before, so it needs no check here.
    """
    try:
        document = json.loads(text)
    except ValueError:
        return variables.parse_stored(text)
    return (
        document
        if isinstance(document, dict)
        else variables.parse_stored(text)
    )


def _summarize(new_plan):
    """Return the lines that a load adds to the update's output."""
    return [
        *(
            f'[WARNING]: {_to_one_line(warning)}'
            for warning in new_plan.warnings
        ),
        _format_counts('hosts', new_plan.host_counts),
        _format_counts('groups', new_plan.group_counts),
    ]


def _to_one_line(text):
    return ' '.join(text.split())


def _format_counts(what, counts):
    return (
        f'Loaded {what}: {counts.additions} added, {counts.changes} changed, '
        f'{counts.deletions} removed, {counts.same} unchanged'
    )
