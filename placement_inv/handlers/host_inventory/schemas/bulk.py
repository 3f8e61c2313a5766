"""What a client may write of many hosts at once."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import host

#: What each of the hosts may say; the request says once where they go.
_HOST = fields.Form(
    tuple(
        field
        for field in host.FORM.fields
        if field.name not in ('inventory', 'generation')
    )
)
_ID = kinds.Number(least=1)


def _read_host(document):
    if not isinstance(document, dict):
        raise kinds.ItemsRefused(
            {
                '__all__': [
                    'Invalid data. Expected a dictionary, but got '
                    f'{type(document).__name__}.'
                ]
            }
        )
    return _HOST.read(document, versions.BULK_HOSTS, Mode.CREATE)


CREATE = fields.Form(
    (
        fields.Field(
            'inventory',
            kinds.Reference(),
            'Inventory that the hosts will be in.',
            attribute='host_inventory_id',
            required=True,
        ),
        fields.Field(
            'hosts',
            kinds.Items(_read_host, child=_HOST),
            'The hosts to create.',
            required=True,
        ),
    )
)

DELETE = fields.Form(
    (
        fields.Field(
            'hosts',
            kinds.Items(_ID.read, child=_ID),
            'The ids of the hosts to delete.',
            required=True,
        ),
    )
)
