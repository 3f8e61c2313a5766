"""The fields of an inventory source that clients can write."""

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.common import source_kinds

_SOURCES = tuple(
    (kind.word, kind.label)
    for kind in source_kinds.KINDS.values()
    if not kind.is_name_only
)

_VERBOSITIES = ((0, '0 (WARNING)'), (1, '1 (INFO)'), (2, '2 (DEBUG)'))

_NO_CREDENTIAL = 'Credential {id} does not exist'

#: References to kinds of rows that this service does not have.
_FOREIGN = ('source_project', 'credential', 'execution_environment')

#: Fields of a source that an update does not have in lists.
_NOT_OF_UPDATES = (
    'update_on_launch',
    'update_cache_timeout',
    'source_project',
)

FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this inventory source.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this inventory source.',
        ),
        form.Field(
            'source',
            field_types.Choice(_SOURCES, nullable=False),
            'Where the hosts come from.',
            is_required=True,
        ),
        form.Field(
            'source_path',
            field_types.Text(1024),
            'File or directory under one of the directories for sources.',
        ),
        form.Field(
            'source_vars',
            field_types.Text(),
            'Inventory source variables in YAML or JSON format.',
        ),
        form.Field(
            'scm_branch',
            field_types.Text(1024),
            'Inventory source SCM branch; of sources from projects only.',
        ),
        form.Field(
            'credential',
            references.NoReference(_NO_CREDENTIAL, type='integer'),
            'Cloud credential; this service keeps none.',
            default=None,
        ),
        form.Field(
            'enabled_var',
            field_types.Text(1024),
            'Dotted name of the host variable that tells whether a host is '
            'enabled.',
        ),
        form.Field(
            'enabled_value',
            field_types.Text(1024),
            'Value of that variable that means enabled.',
        ),
        form.Field(
            'host_filter',
            field_types.Text(),
            'Regular expression; only hosts whose names it matches are '
            'imported.',
        ),
        form.Field(
            'overwrite',
            field_types.Boolean(),
            'Delete hosts and groups of this source that are no longer in it.',
            default=False,
        ),
        form.Field(
            'overwrite_vars',
            field_types.Boolean(),
            'Replace variables by those of the source instead of merging.',
            default=False,
        ),
        form.Field(
            'timeout',
            field_types.Number(least=0),
            'Seconds after which an update is ended. It can only shorten the '
            'limit of the service, which 0 means.',
            default=0,
        ),
        form.Field(
            'verbosity',
            field_types.NumberChoice(_VERBOSITIES),
            'How much output an update writes.',
            default=1,
        ),
        form.Field(
            'limit',
            field_types.Text(),
            'Pattern of the hosts to import.',
        ),
        form.Field(
            'execution_environment',
            references.NoReference(),
            'Container image to run in; this service keeps none.',
            default=None,
        ),
        form.Field(
            'inventory',
            references.SourceOwnerReference,
            'Inventory that this source belongs to.',
            attribute='host_inventory_id',
            is_required=True,
            on_update=form.OnUpdate.IGNORED,
        ),
        form.Field(
            'update_on_launch',
            field_types.Boolean(),
            'Update before a job of the inventory runs.',
            default=False,
        ),
        form.Field(
            'update_cache_timeout',
            field_types.Number(least=0),
            'Seconds that an update is fresh enough for a job.',
            default=0,
        ),
        form.Field(
            'source_project',
            references.NoReference(),
            'Project containing the source; this service keeps none.',
            default=None,
        ),
    )
)

#: The settings of an update: those that its source had at its start.
OF_UPDATES = form.Form(
    tuple(field for field in FORM.fields if field.name not in _NOT_OF_UPDATES)
)


def read(document, version, mode):
    """Return {name in `objects`: value} of a body, without foreign fields.

    Raises InvalidFields.
    """
    values = FORM.read(document, version, mode)
    return {
        name: value for name, value in values.items() if name not in _FOREIGN
    }
