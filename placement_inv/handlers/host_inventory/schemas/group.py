"""What a client may write of a group."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import references
from placement_inv.handlers.host_inventory.schemas import generation

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of this group.',
            required=True,
        ),
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this group.',
        ),
        fields.Field(
            'inventory',
            references.Reference(),
            'Inventory that this group is in.',
            attribute='host_inventory_id',
            required=True,
            afterwards=fields.Afterwards.IGNORED,
        ),
        fields.Field(
            'variables',
            kinds.Variables(),
            'Group variables in JSON or YAML format.',
        ),
        generation.FIELD,
    )
)
