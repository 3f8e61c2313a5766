"""Constructed inventories: an Ansible plugin makes them from other ones.

Each has one source of its own, whose updates load its hosts and groups. Its
inputs have an order: variables of a later input override earlier ones.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles

#: The kind of the source of a constructed inventory.
SOURCE = source_kinds.CONSTRUCTED

_inventories = tables.host_inventory.host_inventories
_inputs = tables.host_inventory.host_inventory_inputs
_sources = tables.host_inventory.inventory_sources


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the source that clients can change."""

    source_vars: str = dataclasses.field(default='', repr=False)
    update_cache_timeout: int = 0
    limit: str = ''
    verbosity: int = 1

    def to_columns(self):
        """Return {column: value} of the source."""
        return {name: getattr(self, name) for name in SOURCE.changeable}


@dataclasses.dataclass(frozen=True, slots=True)
class StoredSettings(Settings):
    """The settings of an inventory that a caller reads."""

    #: Whether the caller has the role admin on the inventory.
    is_administered: bool = True


def add_source(ctx, inventory_id, name, settings):
    """Create the source of a new inventory, in the caller's transaction."""
    prefix = 'Auto-created source for: '
    rows.insert(
        ctx,
        _sources,
        {
            'host_inventory_id': inventory_id,
            'name': f'{prefix}{name}'[:512],
            'source': SOURCE.word,
            'overwrite': True,
            'overwrite_vars': True,
            'update_on_launch': True,
            **settings.to_columns(),
        },
    )


def change_source(ctx, inventory_id, changes):
    """Change the source of an inventory, in the caller's transaction.

    Return {column: value} from before; {} if there are no changes.
    """
    if not changes:
        return {}
    before = find_settings(ctx, [inventory_id]).get(inventory_id)
    ctx.connection.execute(
        _sources.update().where(_is_own(inventory_id)).values(**changes)
    )
    return before.to_columns() if before else {}


def find_settings(ctx, inventory_ids):
    """Return {inventory id: StoredSettings} of constructed inventories."""
    select = sa.select(
        _sources.c.host_inventory_id,
        *(_sources.c[name] for name in SOURCE.changeable),
    ).where(
        _sources.c.source == SOURCE.word,
        _sources.c.host_inventory_id.in_(sorted(inventory_ids)),
    )
    setting_rows = ctx.connection.execute(select).mappings()
    return {
        row['host_inventory_id']: StoredSettings(
            **{name: row[name] for name in SOURCE.changeable},
            is_administered=row_roles.has(
                ctx, row_roles.INVENTORY, row['host_inventory_id']
            ),
        )
        for row in setting_rows
    }


@transactions.reader
def find_input_ids(ctx, inventory_id):
    """Return the ids of an inventory's inputs, in their order."""
    return ctx.connection.scalars(
        sa.select(_inputs.c.input_id)
        .where(_inputs.c.host_inventory_id == inventory_id)
        .order_by(_inputs.c.position)
    ).all()


@transactions.writer
def add_input(ctx, key, input_id):
    """Add an inventory as the last input; nothing if it is one already.

    Raises NoMatch, NoSuchRelated, NotConstructed, ConstructedInput or
    ForeignInput.
    """
    inventory = membership.find_inventory(ctx, key, rows.for_update)
    input_ = _find_input(ctx, input_id)
    if not inventory_kinds.KINDS[inventory.kind].has_inputs:
        raise errors.NotConstructed()
    if not inventory_kinds.KINDS[input_.kind].can_be_input:
        raise errors.ConstructedInput()
    if input_.organization_id != inventory.organization_id:
        raise errors.ForeignInput()
    positions = dict(
        ctx.connection.execute(
            sa.select(_inputs.c.input_id, _inputs.c.position).where(
                _inputs.c.host_inventory_id == inventory.id
            )
        ).all()
    )
    if input_.id in positions:
        return
    ctx.connection.execute(
        _inputs.insert().values(
            host_inventory_id=inventory.id,
            input_id=input_.id,
            position=max(positions.values(), default=-1) + 1,
        )
    )
    _record(ctx, audit_log.ASSOCIATE, inventory, input_)


def refuse_move(ctx, inventory_id):
    """Refuse to move an inventory that is an input, or has inputs.

    They would be in different organizations. Runs inside the caller's
    transaction. Raises InputsElsewhere.
    """
    # PERF: each of both columns has an index.
    for column in (_inputs.c.host_inventory_id, _inputs.c.input_id):
        select = sa.select(_inputs.c.input_id).where(column == inventory_id)
        if ctx.connection.execute(select.limit(1)).first():
            raise errors.InputsElsewhere()


@transactions.reader
def has_foreign_inputs(ctx, inventory_id):
    """Tell whether an input is not in the organization of an inventory."""
    inventories, inputs = _inventories.alias(), _inventories.alias()
    select = (
        sa.select(inputs.c.id)
        .select_from(_inputs)
        .join(inventories, inventories.c.id == _inputs.c.host_inventory_id)
        .join(inputs, inputs.c.id == _inputs.c.input_id)
        .where(
            inventories.c.id == inventory_id,
            inputs.c.organization_id.is_distinct_from(
                inventories.c.organization_id
            ),
        )
        .limit(1)
    )
    return ctx.connection.execute(select).first() is not None


@transactions.writer
def remove_input(ctx, key, input_id):
    """Remove an inventory from the inputs of another, if it is one."""
    inventory = membership.find_inventory(ctx, key, rows.for_update)
    input_ = _find_input(ctx, input_id)
    result = ctx.connection.execute(
        _inputs.delete().where(
            _inputs.c.host_inventory_id == inventory.id,
            _inputs.c.input_id == input_.id,
        )
    )
    if result.rowcount:
        _record(ctx, audit_log.DISASSOCIATE, inventory, input_)


def copy(ctx, inventory_id, copy_id, name):
    """Give a copied inventory the inputs and settings of the original."""
    select = sa.select(
        sa.literal(copy_id), _inputs.c.input_id, _inputs.c.position
    ).where(_inputs.c.host_inventory_id == inventory_id)
    ctx.connection.execute(
        _inputs.insert().from_select(
            ['host_inventory_id', 'input_id', 'position'], select
        )
    )
    settings_before = find_settings(ctx, [inventory_id])
    add_source(
        ctx, copy_id, name, settings_before.get(inventory_id, Settings())
    )


def _record(ctx, operation, inventory, input_):
    audit_log.append_pair(
        ctx,
        operation,
        audit_log.inventory(inventory.id),
        audit_log.inventory(input_.id),
        'input_inventories',
    )


def _find_input(ctx, input_id):
    try:
        return membership.find_inventory(ctx, input_id, role=roles.READ)
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model='Inventory') from error


def _is_own(inventory_id):
    return sa.and_(
        _sources.c.host_inventory_id == inventory_id,
        _sources.c.source == SOURCE.word,
    )
