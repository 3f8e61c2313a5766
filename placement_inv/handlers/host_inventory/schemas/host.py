"""What a client may write of a host."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import references
from placement_inv.handlers.host_inventory.schemas import generation

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of this host.',
            required=True,
        ),
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this host.',
        ),
        fields.Field(
            'inventory',
            references.OwnerReference('inventory', 'Inventory'),
            'Inventory that this host is in.',
            attribute='host_inventory_id',
            required=True,
            afterwards=fields.Afterwards.STAYS,
        ),
        fields.Field(
            'enabled',
            kinds.Boolean(),
            'Is this host online and available for running jobs?',
            default=True,
        ),
        fields.Field(
            'instance_id',
            kinds.Text(1024),
            'The value used by the remote inventory source to uniquely '
            'identify the host.',
        ),
        fields.Field(
            'variables',
            kinds.Variables(),
            'Host variables in JSON or YAML format.',
        ),
        generation.FIELD,
    )
)
