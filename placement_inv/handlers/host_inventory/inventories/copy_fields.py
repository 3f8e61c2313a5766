"""The fields of a copy of an inventory that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of the copy.',
            is_required=True,
        ),
    )
)
