"""[inventory_sources]: options and limits of inventory sources."""

from oslo_config import cfg

from placement_inv.conf import environment_prefixes
from placement_inv.conf import organization_roots

_GROUP = cfg.OptGroup('inventory_sources', title='Inventory sources')

_OPTS = [
    cfg.ListOpt(
        'file_roots',
        default=[],
        help='Directories that contain the `source_path` of sources of kind '
        '`file`. The default of `placement-inv serve` is `sources/` in its '
        'data directory.',
    ),
    cfg.ListOpt(
        'organization_file_roots',
        default=[],
        item_type=organization_roots.OrganizationRoot(),
        help='Directories that contain the `source_path` of sources of kind '
        '`file` in single organizations: ids of organizations with '
        'directories, such as `7:/srv/engineering, 9:/srv/lab`. An '
        'organization can have several.',
    ),
    cfg.BoolOpt(
        'share_file_roots',
        default=False,
        help='Let organizations of projects and domains use `file_roots`, '
        'too. By default they only use their own directories in '
        '`organization_file_roots`, so that no project loads the files of '
        'another. Organizations without project and domain always use both.',
    ),
    cfg.BoolOpt(
        'allow_executable',
        default=False,
        help='Let sources run executable inventory scripts. Everybody who can '
        'edit a file under `file_roots` then runs programs as the user of the '
        'service: sources of kind `file` are no longer confined. Constructed '
        'inventories stay confined.',
    ),
    cfg.BoolOpt(
        'require_confinement',
        default=True,
        help='Refuse to load sources of kind `file` if the system cannot '
        'confine ansible-inventory, which needs Landlock (Linux 5.13) and '
        'seccomp on x86_64 or aarch64. Without confinement the name of a host '
        'in a source can read files of the machine. Constructed inventories '
        'are never updated without confinement, even if this is false.',
    ),
    cfg.ListOpt(
        'environment_prefixes',
        default=[],
        item_type=environment_prefixes.Prefix(),
        help='Prefixes of environment variables that the `source_vars` of a '
        'source may set for its inventory script, such as `CLOUD_, REGION`. '
        'Variables that load code into programs, such as `LD_PRELOAD`, cannot '
        'be allowed. By default a source may only set a few harmless settings '
        'of Ansible. Other variables are left out, which the output of '
        'updates says.',
    ),
    cfg.IntOpt(
        'timeout',
        default=600,
        min=0,
        help='Seconds that one run of ansible-inventory may take, and the '
        'processor seconds it may use; 0 is no limit. The `timeout` of a '
        'source can only shorten it.',
    ),
    cfg.IntOpt(
        'template_timeout',
        default=300,
        min=1,
        help='Seconds that an update of a constructed inventory may take, '
        'and the processor seconds its templates may use. `timeout` and the '
        'timeout of the source can shorten it. There is always a limit, '
        'because every author of an inventory source can write templates.',
    ),
    cfg.IntOpt(
        'max_memory',
        default=4096,
        min=0,
        help='Megabytes of memory that one run of ansible-inventory may use; '
        '0 is no limit. The limit of templates is then 4096.',
    ),
    cfg.IntOpt(
        'max_variable_size',
        default=2 * 1024 * 1024,
        min=1024,
        help='Bytes that one variable of an imported document may have, as '
        'JSON text. A document with a larger one is refused, whatever its '
        'source.',
    ),
    cfg.IntOpt(
        'max_variables_size',
        default=8 * 1024 * 1024,
        min=1024,
        help='Bytes that all variables of one host, of one group, or of the '
        'inventory may have in an imported document, as JSON text. The '
        'database may have a limit, too, such as the `max_allowed_packet` of '
        'MariaDB.',
    ),
    cfg.IntOpt(
        'max_output',
        default=4 * 1024 * 1024,
        min=1024,
        help='Bytes of the output of ansible-inventory that are kept with an '
        'inventory update.',
    ),
    cfg.IntOpt(
        'keep_updates',
        default=90 * 24 * 3600,
        min=0,
        help='Seconds after which finished inventory updates are deleted with '
        'their outputs. The last one of each source is kept.',
    ),
    cfg.IntOpt(
        'max_kept_updates',
        default=200,
        min=1,
        help='Finished inventory updates that are kept of each source; older '
        'ones are deleted with their outputs.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
