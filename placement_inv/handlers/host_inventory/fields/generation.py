"""The field `generation`: the generation of the row that a client read."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types

FIELD = form.Field(
    'generation',
    field_types.Number(least=0),
    'The generation of the row that this change is based on.',
    default=None,
    on_create=False,
    # `etags.field` adds it at the end of each body.
    is_shown=False,
    since=versions.GENERATIONS,
)
