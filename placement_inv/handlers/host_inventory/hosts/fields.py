"""The fields of a host that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import generation
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this host.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this host.',
        ),
        form.Field(
            'inventory',
            references.OwnerReference('inventory', 'Inventory'),
            'Inventory that this host is in.',
            attribute='host_inventory_id',
            is_required=True,
            on_update=form.OnUpdate.FIXED,
        ),
        form.Field(
            'enabled',
            field_types.Boolean(),
            'Is this host online and available for running jobs?',
            default=True,
        ),
        form.Field(
            'instance_id',
            field_types.Text(1024),
            'The value used by the remote inventory source to uniquely '
            'identify the host.',
        ),
        form.Field(
            'variables',
            field_types.Variables(),
            'Host variables in JSON or YAML format.',
        ),
        generation.FIELD,
    )
)
