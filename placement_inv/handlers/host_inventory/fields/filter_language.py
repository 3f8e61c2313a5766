"""The field for the language of a filter."""

from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.membership import host_filter

#: The languages of filters.
LANGUAGES = field_types.OptionalChoice(
    (
        (host_filter.AWX, 'The language of AWX.'),
        (host_filter.EXTENDED, 'The extended language, which includes it.'),
    )
)
