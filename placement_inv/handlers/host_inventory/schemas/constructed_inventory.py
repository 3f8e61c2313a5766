"""What a client may write of a constructed inventory."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory.schemas import host_inventory
from placement_inv.handlers.host_inventory.schemas import inventory_source
from placement_inv.objects.host_inventory import constructed

#: What it is, and is not, goes without saying.
_OF_FILTERS = ('kind', 'host_filter', 'host_filter_language')
#: Fields of its source; null, like silence, leaves them as they are.
_OF_SOURCE = {
    'source_vars': 'The settings of the plugin, in YAML or JSON format.',
    'update_cache_timeout': 'Seconds that an update is fresh enough.',
    'limit': 'Pattern of the hosts to keep.',
    'verbosity': 'How much an update says.',
}

_KINDS = {field.name: field.kind for field in inventory_source.FORM.fields}

FORM = fields.Form(
    (
        *(
            field
            for field in host_inventory.FORM.fields
            if field.name not in _OF_FILTERS
        ),
        *(
            fields.Field(
                name,
                kinds.Optional(_KINDS[name]),
                help_text,
                default=None,
            )
            for name, help_text in _OF_SOURCE.items()
        ),
    )
)


def read(document, version, mode):
    """Return {what objects call it: value} of what a document says."""
    values = FORM.read(document, version, mode)
    for name in _OF_SOURCE:
        if values.get(name) is None:
            values.pop(name, None)
    if mode is fields.Mode.CREATE:
        values['kind'] = constructed.KIND
    return values
