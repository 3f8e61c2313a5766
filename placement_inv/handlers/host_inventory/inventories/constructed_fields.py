"""The fields of a constructed inventory that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.inventories import (
    fields as inventory_fields,
)
from placement_inv.handlers.host_inventory.sources import (
    fields as source_fields,
)
from placement_inv.objects.host_inventory.common import inventory_kinds

#: The kind is fixed, and a constructed inventory has no filter.
_OF_FILTERS = ('kind', 'host_filter', 'host_filter_language')
#: Settings of its source. Null keeps a setting, like a missing field.
_SOURCE_HELP = {
    'source_vars': 'The settings of the plugin, in YAML or JSON format.',
    'update_cache_timeout': 'Seconds for which an update is fresh enough.',
    'limit': 'Pattern of the hosts to keep.',
    'verbosity': 'How much output an update writes.',
}

_KINDS = {field.name: field.kind for field in source_fields.FORM.fields}

#: The settings alone.
OF_SOURCE = form.Form(
    tuple(
        form.Field(
            name,
            field_types.Optional(_KINDS[name]),
            help_text,
            default=None,
        )
        for name, help_text in _SOURCE_HELP.items()
    )
)
FORM = form.Form(
    (
        *(
            field
            for field in inventory_fields.FORM.fields
            if field.name not in _OF_FILTERS
        ),
        *OF_SOURCE.fields,
    )
)


def read(document, version, mode):
    """Return {name in `objects`: value} of a body.

    Raises InvalidFields.
    """
    values = FORM.read(document, version, mode)
    for name in _SOURCE_HELP:
        if values.get(name) is None:
            values.pop(name, None)
    if mode is form.Mode.CREATE:
        values['kind'] = inventory_kinds.CONSTRUCTED.word
    return values
