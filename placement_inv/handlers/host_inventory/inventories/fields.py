"""The fields of an inventory of hosts that clients can write."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import filter_language
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import generation
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.common import inventory_kinds

#: {kind: first version} of the kinds that are newer than the field.
_SINCE = {inventory_kinds.CONSTRUCTED.word: versions.CONSTRUCTED}

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this inventory.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this inventory.',
        ),
        form.Field(
            'organization',
            references.OrganizationReference,
            'Organization containing this inventory.',
            attribute='organization_id',
            is_required=True,
        ),
        form.Field(
            'kind',
            field_types.Choice(
                tuple(
                    (kind.word, kind.label)
                    for kind in inventory_kinds.KINDS.values()
                )
            ),
            'Kind of inventory being represented.',
            on_update=form.OnUpdate.FIXED,
            since=versions.SMART_INVENTORIES,
        ),
        form.Field(
            'host_filter',
            field_types.NullText(),
            'Filter that will be applied to the hosts of this inventory.',
            default=None,
            since=versions.SMART_INVENTORIES,
        ),
        form.Field(
            'host_filter_language',
            filter_language.LANGUAGES,
            'Language that host_filter is written in.',
            # Bodies contain it only with a filter: see `representation`.
            is_shown=False,
            since=versions.WIDE_FILTERS,
        ),
        form.Field(
            'variables',
            field_types.Variables(),
            'Inventory variables in JSON or YAML format.',
        ),
        form.Field(
            'prevent_instance_group_fallback',
            field_types.Boolean(),
            'If enabled, the inventory will prevent adding any organization '
            'instance groups to the list of preferred instances groups to '
            'run associated job templates on.',
            default=False,
        ),
        generation.FIELD,
    )
)


def read(document, version, mode):
    """Return {name in `objects`: value} of a body.

    Raises InvalidFields.
    """
    kind = document.get('kind')
    if isinstance(kind, str) and version < _SINCE.get(kind, version):
        raise exceptions.InvalidFields(
            fields={'kind': [f'"{kind}" is not a valid choice.']}
        )
    return FORM.read(document, version, mode)
