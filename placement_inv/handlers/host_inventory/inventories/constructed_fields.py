"""What a client may write of a constructed inventory."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.inventories import (
    fields as inventory_fields,
)
from placement_inv.handlers.host_inventory.sources import (
    fields as source_fields,
)
from placement_inv.objects.host_inventory.common import inventory_kinds

#: What it is, and is not, goes without saying.
_OF_FILTERS = ('kind', 'host_filter', 'host_filter_language')
#: Fields of its source; null, like silence, leaves them as they are.
_OF_SOURCE = {
    'source_vars': 'The settings of the plugin, in YAML or JSON format.',
    'update_cache_timeout': 'Seconds that an update is fresh enough.',
    'limit': 'Pattern of the hosts to keep.',
    'verbosity': 'How much an update says.',
}

_KINDS = {field.name: field.kind for field in source_fields.FORM.fields}

FORM = form.Form(
    (
        *(
            field
            for field in inventory_fields.FORM.fields
            if field.name not in _OF_FILTERS
        ),
        *(
            form.Field(
                name,
                field_types.Optional(_KINDS[name]),
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
    if mode is form.Mode.CREATE:
        values['kind'] = inventory_kinds.CONSTRUCTED.word
    return values
