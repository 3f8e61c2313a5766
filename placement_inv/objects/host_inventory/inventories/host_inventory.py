"""Inventories of hosts: named sets of machines in an organization."""

import contextlib
import dataclasses

from oslo_db import exception as db_exception

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    inventories as inventory_columns,
)
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import (
    rows as inventory_rows,
)
from placement_inv.objects.host_inventory.inventories import stored_filter
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.variables import text as variables

MODEL = 'Inventory'

_inventories = tables.host_inventory.host_inventories
_inputs = tables.host_inventory.host_inventory_inputs

#: The columns that the audit log compares.
_AUDIT_COLUMNS = ('id', *columns.writable(inventory_columns.COLUMNS))

_DEFAULT_FILTER_RULES = host_filter.SaveRules()


@transactions.reader
def page(ctx, query, organization_id=None, ids=None):
    """Return a page of HostInventory.

    With `organization_id`, only those of the organization; with `ids`, only
    those with one of these ids.
    """
    select = inventory_rows.SELECT
    if ids is not None:
        select = select.where(_inventories.c.id.in_(ids))
    if organization_id is not None:
        select = select.where(
            _inventories.c.organization_id == organization_id
        )
    return _page(ctx, select, query)


@transactions.reader
def page_of_constructed(ctx, query):
    """Return a page of the constructed inventories."""
    kinds = inventory_kinds.words(lambda kind: kind.has_inputs)
    return _page(
        ctx,
        inventory_rows.SELECT.where(
            rows.is_any_of(_inventories.c.kind, kinds)
        ),
        query,
    )


@transactions.reader
def page_of_inputs(ctx, key, query):
    """Return a page of the inputs of an inventory, in their order."""
    inventory_id = rows.find_id(ctx, _inventories, key, MODEL)
    select = inventory_rows.SELECT.join(
        _inputs, _inputs.c.input_id == _inventories.c.id
    ).where(_inputs.c.host_inventory_id == inventory_id)
    return _page(ctx, select, query, (_inputs.c.position, _inventories.c.id))


@transactions.reader
def get(ctx, key, hides_pending=False):
    """Return the HostInventory that a key names; NoMatch without one.

    The hosts of a smart inventory are the matches of its filter. With
    `hides_pending`, hosts of inventories that are being deleted do not count.
    """
    return _find(ctx, key, hides_pending)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the inventory that a key names; NoMatch without."""
    return rows.find_id(ctx, _inventories, key, MODEL)


@transactions.writer
def create(
    ctx,
    values,
    filter_rules=_DEFAULT_FILTER_RULES,
    hides_pending=False,
):
    """Create an inventory and return it.

    `filter_rules` are the SaveRules of the request's host filter. With
    `hides_pending`, the name of an inventory that is being deleted can be used
    again. Raises AlreadyExists, NoSuchOrganization, RoleRequired,
    InvalidVariables, and what `stored_filter.normalize` and
    `settings.check_plugin` raise.
    """
    values = dict(values)
    source_values = _pop_values(values, constructed.SOURCE.changeable)
    _check_variables(values)
    settings.check_plugin(constructed.SOURCE, source_values)
    kind = values.get('kind', '')
    require_organization(ctx, values['organization_id'])
    if hides_pending:
        soft_deletion.release_name(
            ctx, values['name'], values['organization_id']
        )
    inventory_id = add(
        ctx, stored_filter.normalize(values, kind, filter_rules)
    )
    if inventory_kinds.KINDS[kind].has_inputs:
        constructed.add_source(
            ctx,
            inventory_id,
            values['name'],
            constructed.Settings(**source_values),
        )
    audit_log.record_creation(
        ctx, audit_log.inventory(inventory_id, values['name']), values
    )
    return _find(ctx, inventory_id, hides_pending)


def add(ctx, values):
    """Insert an inventory in the caller's transaction; return its id.

    Raises AlreadyExists or NoSuchOrganization.
    """
    with _translate_errors(values):
        return rows.insert(ctx, _inventories, values)


@transactions.writer
def update(
    ctx,
    key,
    changes,
    precondition=generations.ANY,
    filter_rules=_DEFAULT_FILTER_RULES,
    hides_pending=False,
):
    """Change an inventory and return it.

    `filter_rules` and `hides_pending` are those of `create`. Raises also
    NoMatch, KindIsFixed, StaleGeneration, PreconditionFailed, and what
    `constructed.refuse_move` raises.
    """
    before = rows.find(
        ctx, _inventories, key, MODEL, _AUDIT_COLUMNS, rows.for_update
    )
    inventory = membership.inventory_from(before)
    if changes.get('kind', inventory.kind) != inventory.kind:
        raise errors.KindIsFixed()
    changes = dict(changes)
    source_values = _pop_values(changes, constructed.SOURCE.changeable)
    _check_variables(changes)
    settings.check_plugin(constructed.SOURCE, source_values)
    changes = stored_filter.normalize(
        changes, inventory.kind, filter_rules, inventory.host_filter
    )
    organization_id = changes.get('organization_id', before['organization_id'])
    if organization_id != before['organization_id']:
        require_organization(ctx, organization_id)
        constructed.refuse_move(ctx, inventory.id)
    if hides_pending and {'name', 'organization_id'} & changes.keys():
        values_after = {**before, **changes}
        soft_deletion.release_name(
            ctx,
            values_after['name'],
            values_after['organization_id'],
            inventory.id,
        )
    with _translate_errors(changes):
        rows.update(ctx, _inventories, inventory.id, changes, precondition)
    source_values_before = constructed.change_source(
        ctx, inventory.id, source_values
    )
    audit_log.record_change(
        ctx,
        audit_log.inventory(inventory.id, before['name']),
        {**before, **source_values_before},
        {**changes, **source_values},
    )
    return _find(ctx, inventory.id, hides_pending)


@transactions.writer
def delete(ctx, key, precondition=generations.ANY):
    """Delete an inventory with its contents; Busy while it is updated."""
    row = rows.find(
        ctx,
        _inventories,
        key,
        MODEL,
        ('id', 'name', 'organization_id'),
        rows.for_delete,
    )
    generations.check(ctx, _inventories, row['id'], precondition)
    running_updates.refuse_while_active(ctx, _inventories.c.id == row['id'])
    rows.delete(ctx, _inventories, row['id'])
    audit_log.record_deletion(
        ctx,
        audit_log.inventory(row['id'], row['name'], row['organization_id']),
    )


def require_organization(ctx, organization_id):
    """Raise an error unless the caller may add inventories to it.

    That is NoSuchOrganization or RoleRequired.
    """
    if not role_checks.require_on_organization(
        ctx, organization_id, roles.INVENTORY_ADMIN
    ):
        raise errors.NoSuchOrganization(id=organization_id)


def _pop_values(values, names):
    """Remove some names from the values; return {name: value} of these."""
    return {name: values.pop(name) for name in names if name in values}


def _check_variables(values):
    if 'variables' in values:
        variables.parse(values['variables'])


@contextlib.contextmanager
def _translate_errors(values):
    """Raise an error of this package if the database refuses `values`."""
    try:
        yield
    except db_exception.DBDuplicateEntry as error:
        raise errors.AlreadyExists(
            model=MODEL, unique='Name and Organization'
        ) from error
    except db_exception.DBReferenceError as error:
        raise errors.NoSuchOrganization(
            id=values['organization_id']
        ) from error


def _page(ctx, select, query, order=None):
    page = list_page.page(
        ctx, filter_catalog.INVENTORIES, select, query, default=order
    )
    return dataclasses.replace(
        page,
        rows=inventory_rows.read(ctx, page.rows, query.hides_pending),
    )


def _find(ctx, key, hides_pending):
    row = rows.find_for_body(
        ctx,
        _inventories,
        inventory_rows.SELECT.where(rows.matches_key(_inventories, key)),
        MODEL,
    )
    return inventory_rows.read(ctx, [row], hides_pending)[0]
