"""The generation that a client has seen, as a field of what it writes."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types

FIELD = form.Field(
    'generation',
    field_types.Number(least=0),
    'The generation that this change is made from.',
    default=None,
    on_create=False,
    # It stands at the end of each body, whatever the other fields are.
    is_shown=False,
    since=versions.GENERATIONS,
)
