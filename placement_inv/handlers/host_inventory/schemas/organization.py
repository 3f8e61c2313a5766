"""What a client may write of an organization."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of this organization.',
            required=True,
        ),
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this organization.',
        ),
        fields.Field(
            'max_hosts',
            kinds.Number(least=0),
            'Maximum number of hosts allowed to be managed by this '
            'organization.',
            default=0,
        ),
    )
)
