"""What a client may write of an inventory of hosts."""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import references
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.schemas import generation
from placement_inv.objects.host_inventory.host_filter import host_search

#: What filters are written in.
LANGUAGES = kinds.OptionalChoice(
    (
        (host_search.AWX, 'The language of AWX.'),
        (host_search.WIDE, 'The wider language around it.'),
    )
)

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of this inventory.',
            required=True,
        ),
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this inventory.',
        ),
        fields.Field(
            'organization',
            references.OrganizationReference,
            'Organization containing this inventory.',
            attribute='organization_id',
            required=True,
        ),
        fields.Field(
            'kind',
            kinds.Choice(
                (
                    ('', 'Hosts have a direct link.'),
                    ('smart', 'Hosts are those that host_filter finds.'),
                    (
                        'constructed',
                        'Hosts and groups are made from input inventories.',
                    ),
                )
            ),
            'Kind of inventory being represented.',
            afterwards=fields.Afterwards.STAYS,
            since=versions.SMART_INVENTORIES,
        ),
        fields.Field(
            'host_filter',
            kinds.NullText(),
            'Filter that will be applied to the hosts of this inventory.',
            default=None,
            since=versions.SMART_INVENTORIES,
        ),
        fields.Field(
            'host_filter_language',
            LANGUAGES,
            'Language that host_filter is written in.',
            since=versions.WIDE_FILTERS,
        ),
        fields.Field(
            'variables',
            kinds.Variables(),
            'Inventory variables in JSON or YAML format.',
        ),
        fields.Field(
            'prevent_instance_group_fallback',
            kinds.Boolean(),
            'If enabled, the inventory will prevent adding any organization '
            'instance groups to the list of preferred instances groups to '
            'run associated job templates on.',
            default=False,
        ),
        generation.FIELD,
    )
)


def read(document, version, mode):
    """Return {what objects call it: value} of what a document says."""
    if document.get('kind') == 'constructed' and (
        version < versions.CONSTRUCTED
    ):
        raise exceptions.InvalidFields(
            fields={'kind': ['"constructed" is not a valid choice.']}
        )
    return FORM.read(document, version, mode)
