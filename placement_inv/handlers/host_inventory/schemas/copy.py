"""What a client may say of a copy."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of the copy.',
            required=True,
        ),
    )
)
