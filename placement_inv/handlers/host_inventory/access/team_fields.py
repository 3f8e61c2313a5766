"""The fields of a team that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this team.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this team.',
        ),
        form.Field(
            'organization',
            references.Reference(),
            'Organization that this team belongs to.',
            attribute='organization_id',
            is_required=True,
        ),
    )
)
