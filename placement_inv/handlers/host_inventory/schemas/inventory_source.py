"""What a client may write of an inventory source."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import references

#: AWX's spellings and labels.
SOURCES = (
    ('file', 'File, Directory or Script'),
    ('constructed', 'Template additional groups and hostvars at runtime'),
    ('scm', 'Sourced from a Project'),
    ('ec2', 'Amazon EC2'),
    ('gce', 'Google Compute Engine'),
    ('azure_rm', 'Microsoft Azure Resource Manager'),
    ('vmware', 'VMware vCenter'),
    ('satellite6', 'Red Hat Satellite 6'),
    ('openstack', 'OpenStack'),
    ('rhv', 'Red Hat Virtualization'),
    ('controller', 'Red Hat Ansible Automation Platform'),
    ('insights', 'Red Hat Insights'),
    ('terraform', 'Terraform State'),
    ('openshift_virtualization', 'OpenShift Virtualization'),
)

_VERBOSITIES = ((0, '0 (WARNING)'), (1, '1 (INFO)'), (2, '2 (DEBUG)'))

_NO_CREDENTIAL = 'Credential {id} does not exist'

#: Fields that name rows of kinds that this service has none of.
_FOREIGN = ('source_project', 'credential', 'execution_environment')

#: Fields that an update of a source does not show.
NOT_OF_UPDATES = ('update_on_launch', 'update_cache_timeout', 'source_project')

FORM = fields.Form(
    (
        fields.Field(
            'name',
            kinds.Text(512, blank=False),
            'Name of this inventory source.',
            required=True,
        ),
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this inventory source.',
        ),
        fields.Field(
            'source',
            kinds.Choice(SOURCES, nullable=False),
            'Where the hosts come from.',
            required=True,
        ),
        fields.Field(
            'source_path',
            kinds.Text(1024),
            'File or directory under one of the directories for sources.',
        ),
        fields.Field(
            'source_vars',
            kinds.Text(),
            'Inventory source variables in YAML or JSON format.',
        ),
        fields.Field(
            'scm_branch',
            kinds.Text(1024),
            'Inventory source SCM branch; of sources from projects only.',
        ),
        fields.Field(
            'credential',
            references.NoReference(_NO_CREDENTIAL, type='integer'),
            'Cloud credential; this service keeps none.',
            default=None,
        ),
        fields.Field(
            'enabled_var',
            kinds.Text(1024),
            'Dotted name of the host variable that says whether a host is '
            'enabled.',
        ),
        fields.Field(
            'enabled_value',
            kinds.Text(1024),
            'Value of that variable that means enabled.',
        ),
        fields.Field(
            'host_filter',
            kinds.Text(),
            'Regular expression; only hosts whose names it matches are '
            'imported.',
        ),
        fields.Field(
            'overwrite',
            kinds.Boolean(),
            'Delete hosts and groups of this source that are no longer in it.',
            default=False,
        ),
        fields.Field(
            'overwrite_vars',
            kinds.Boolean(),
            'Replace variables by those of the source instead of merging.',
            default=False,
        ),
        fields.Field(
            'timeout',
            kinds.Number(least=0),
            'Seconds before an update is ended. It may only shorten the '
            'limit of the service, which 0 stands for.',
            default=0,
        ),
        fields.Field(
            'verbosity',
            kinds.NumberChoice(_VERBOSITIES),
            'How much an update says.',
            default=1,
        ),
        fields.Field(
            'limit',
            kinds.Text(),
            'Pattern of the hosts to import.',
        ),
        fields.Field(
            'execution_environment',
            references.NoReference(),
            'Container image to run in; this service keeps none.',
            default=None,
        ),
        fields.Field(
            'inventory',
            references.SourceOwnerReference,
            'Inventory that this source is of.',
            attribute='host_inventory_id',
            required=True,
            afterwards=fields.Afterwards.IGNORED,
        ),
        fields.Field(
            'update_on_launch',
            kinds.Boolean(),
            'Update before a job of the inventory runs.',
            default=False,
        ),
        fields.Field(
            'update_cache_timeout',
            kinds.Number(least=0),
            'Seconds that an update is fresh enough for a job.',
            default=0,
        ),
        fields.Field(
            'source_project',
            references.NoReference(),
            'Project containing the source; this service keeps none.',
            default=None,
        ),
    )
)


def read(document, version, mode):
    """Return {what objects call it: value} of the fields that are kept."""
    values = FORM.read(document, version, mode)
    return {
        name: value for name, value in values.items() if name not in _FOREIGN
    }
