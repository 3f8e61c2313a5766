"""[inventory_sources]: what the loading of inventory sources may do."""

from oslo_config import cfg

from placement_inv.conf import environment_prefixes

_GROUP = cfg.OptGroup('inventory_sources', title='Inventory sources')

_OPTS = [
    cfg.ListOpt(
        'file_roots',
        default=[],
        help='Directories under which the `source_path` of a source of kind '
        '`file` may lie. `placement-inv serve` adds `sources/` of its data '
        'directory when none is set.',
    ),
    cfg.BoolOpt(
        'allow_executable',
        default=False,
        help='Let sources run executable inventory scripts. Whoever may edit '
        'a file under `file_roots` then runs programs as the user of the '
        'service: the confinement of sources of kind `file` ends. '
        'Constructed inventories stay confined.',
    ),
    cfg.BoolOpt(
        'require_confinement',
        default=True,
        help='Refuse to load sources of kind `file` where the system cannot '
        'confine ansible-inventory, which takes Landlock (Linux 5.13) and '
        'seccomp on x86_64 or aarch64. Without confinement a host of a '
        'strange name in a source reads files of the machine. Constructed '
        'inventories are never updated there, whatever this says.',
    ),
    cfg.ListOpt(
        'environment_prefixes',
        default=[],
        item_type=environment_prefixes.Prefix(),
        help='The starts of the names of environment variables that the '
        '`source_vars` of a source may set for its inventory script, such as '
        '`CLOUD_, REGION`. Variables that load code into programs, such as '
        '`LD_PRELOAD`, cannot be allowed. Without this, a source may set a '
        'few harmless settings of Ansible alone; what it may not set is left '
        'out, and the output of its updates says so.',
    ),
    cfg.IntOpt(
        'timeout',
        default=600,
        min=0,
        help='Seconds one run of ansible-inventory may take, and the '
        'processor seconds it may use; 0 is no limit. The `timeout` of a '
        'source may only shorten it.',
    ),
    cfg.IntOpt(
        'template_timeout',
        default=300,
        min=1,
        help='Seconds that an update of a constructed inventory may take, '
        'and the processor seconds its templates may use. `timeout` and the '
        'timeout of the source may shorten it. There is always a limit: '
        'whoever writes an inventory source writes templates.',
    ),
    cfg.IntOpt(
        'max_memory',
        default=4096,
        min=0,
        help='Megabytes of memory one run of ansible-inventory may use; 0 '
        'is no limit. Templates are limited to 4096 even then.',
    ),
    cfg.IntOpt(
        'max_variable_size',
        default=2 * 1024 * 1024,
        min=1024,
        help='Bytes that one variable of an imported document may take, as '
        'JSON text. One that is larger refuses the document, whatever its '
        'source.',
    ),
    cfg.IntOpt(
        'max_variables_size',
        default=8 * 1024 * 1024,
        min=1024,
        help='Bytes that all variables of one host, of one group, or of the '
        'inventory may take in an imported document, as JSON text. A '
        'database may set a limit, too, such as the `max_allowed_packet` of '
        'MariaDB.',
    ),
    cfg.IntOpt(
        'max_output',
        default=4 * 1024 * 1024,
        min=1024,
        help="Bytes of the tool's output kept with an inventory update.",
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
