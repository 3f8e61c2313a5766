"""The fields of an organization that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this organization.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this organization.',
        ),
        form.Field(
            'max_hosts',
            field_types.Number(least=0),
            'Maximum number of hosts allowed to be managed by this '
            'organization.',
            default=0,
        ),
    )
)
