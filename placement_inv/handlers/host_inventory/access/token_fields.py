"""The fields of a personal access token that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this access token.',
        ),
        form.Field(
            'application',
            references.NoReference(),
            'This service has no applications: null.',
            default=None,
        ),
        form.Field(
            'scope',
            field_types.Choice(
                (('read', 'Read'), ('write', 'Write')), nullable=False
            ),
            'What the token is for: reading only, or writing too.',
            default='write',
        ),
    )
)
