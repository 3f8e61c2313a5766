"""The field that says in which language a filter is written."""

from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.membership import host_filter

#: The languages that filters are written in.
LANGUAGES = field_types.OptionalChoice(
    (
        (host_filter.AWX, 'The language of AWX.'),
        (host_filter.EXTENDED, 'The wider language around it.'),
    )
)
