"""The kinds of inventory sources: what each needs and does, in one table.

A new kind is one entry of KINDS. Code asks an entry for an attribute and
never compares words. The table is on the floor `common`, below all packages
that ask it: summaries of inventories, sources, updates and importing.

The words and labels are AWX's. AWX also defines when a project and when a
credential is required, and which sources an inventory counts.
"""

import dataclasses
import enum


class Reads(enum.Enum):
    """What an update of a source reads; see `jobs.tasks.inventory_update`."""

    #: This service cannot load the source.
    NOTHING = enum.auto()
    #: A file or directory below `[inventory_sources]file_roots`.
    FILES = enum.auto()
    #: The input inventories of the source's inventory.
    INVENTORIES = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class SourceKind:
    """What one kind of inventory source needs and does."""

    #: The value of `inventory_sources.source`, and the word on the wire.
    word: str
    #: The description of the word in the answers to OPTIONS.
    label: str
    reads: Reads = Reads.NOTHING
    #: The settings, out of `source_path` and `scm_branch`, that it has.
    settings: frozenset[str] = frozenset()
    needs_project: bool = False
    #: Whether AWX cannot read it without a credential. This service stores
    #: no credentials, and refuses such sources.
    needs_credential: bool = True
    #: Whether it counts in `total_inventory_sources` of its inventory.
    is_counted: bool = True
    #: Whether it is a name without settings, which is never updated.
    is_name_only: bool = False
    #: Whether it is created and deleted with its inventory only.
    belongs_to_inventory: bool = False
    #: The columns that clients can change; None for all.
    changeable: tuple[str, ...] | None = None
    #: The names that `plugin` in `source_vars` may have; () for any.
    plugins: tuple[str, ...] = ()
    #: Whether its updates evaluate templates that clients wrote.
    evaluates_templates: bool = False

    @property
    def reads_inventories(self):
        """Tell whether its updates read inventories of this service."""
        return self.reads is Reads.INVENTORIES

    def is_loadable(self, source_path):
        """Tell whether this service can load such a source."""
        if self.reads is Reads.FILES:
            return source_path != ''
        return self.reads is not Reads.NOTHING


MANUAL = SourceKind('', 'Manual', is_counted=False, is_name_only=True)
FILE = SourceKind(
    'file',
    'File, Directory or Script',
    reads=Reads.FILES,
    settings=frozenset(('source_path',)),
    needs_credential=False,
    is_counted=False,
)
CONSTRUCTED = SourceKind(
    'constructed',
    'Template additional groups and hostvars at runtime',
    reads=Reads.INVENTORIES,
    needs_credential=False,
    belongs_to_inventory=True,
    changeable=('source_vars', 'update_cache_timeout', 'limit', 'verbosity'),
    plugins=('constructed', 'ansible.builtin.constructed'),
    evaluates_templates=True,
)
PROJECT = SourceKind(
    'scm',
    'Sourced from a Project',
    settings=frozenset(('source_path', 'scm_branch')),
    needs_project=True,
    needs_credential=False,
)

#: {word: kind}, in the order in which OPTIONS lists the words.
KINDS = {
    kind.word: kind
    for kind in (
        MANUAL,
        FILE,
        CONSTRUCTED,
        PROJECT,
        # AWX's clouds. It reads EC2 with the role of a machine as well.
        SourceKind('ec2', 'Amazon EC2', needs_credential=False),
        SourceKind('gce', 'Google Compute Engine'),
        SourceKind('azure_rm', 'Microsoft Azure Resource Manager'),
        SourceKind('vmware', 'VMware vCenter'),
        SourceKind('satellite6', 'Red Hat Satellite 6'),
        SourceKind('openstack', 'OpenStack'),
        SourceKind('rhv', 'Red Hat Virtualization'),
        SourceKind('controller', 'Red Hat Ansible Automation Platform'),
        SourceKind('insights', 'Red Hat Insights'),
        SourceKind('terraform', 'Terraform State'),
        SourceKind('openshift_virtualization', 'OpenShift Virtualization'),
    )
}


def words(condition):
    """Return the words of the kinds of which a condition is true.

    `condition` is a function: SourceKind -> bool.
    """
    return tuple(word for word, kind in KINDS.items() if condition(kind))
