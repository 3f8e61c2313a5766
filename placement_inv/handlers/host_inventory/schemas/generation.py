"""The generation that a client has seen, as a field of what it writes."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import versions

FIELD = fields.Field(
    'generation',
    kinds.Number(least=0),
    'The generation that this change is made from.',
    default=None,
    of_new_rows=False,
    since=versions.GENERATIONS,
)
