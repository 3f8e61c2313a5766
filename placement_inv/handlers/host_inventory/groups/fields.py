"""The fields of a group that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import generation
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this group.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this group.',
        ),
        form.Field(
            'inventory',
            references.Reference(),
            'Inventory that this group is in.',
            attribute='host_inventory_id',
            is_required=True,
            on_update=form.OnUpdate.IGNORED,
        ),
        form.Field(
            'variables',
            field_types.Variables(),
            'Group variables in JSON or YAML format.',
        ),
        generation.FIELD,
    )
)
