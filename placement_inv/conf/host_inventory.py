"""[host_inventory]: options of the host-inventory family."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('host_inventory', title='Host inventory API family')

_OPTS = [
    cfg.StrOpt(
        'default_microversion',
        default='1.0',
        help='The version of a request that names none. "latest" suits '
        'clients that never send a version, such as the `awx` command.',
    ),
    cfg.IntOpt(
        'max_page_size',
        default=200,
        min=1,
        help='The largest number of rows on a page of a list; a larger '
        '`page_size` is reduced to it.',
    ),
    cfg.IntOpt(
        'max_bulk_hosts',
        default=10_000,
        min=1,
        help='The largest number of hosts that one request creates, changes '
        'or deletes.',
    ),
    cfg.FloatOpt(
        'filter_timeout',
        default=10.0,
        min=0,
        help='Seconds that a statement with a filter may take: '
        '`host_filter`, a filter of a list, or the hosts of a smart '
        'inventory. A request that takes longer is answered with 400 '
        '`filter.too_expensive`. Comparisons of columns, such as '
        '`?name=web01`, have the limit of other statements, '
        '[placement_database]statement_timeout, which must not be lower. 0 is '
        'no limit of its own.',
    ),
    cfg.IntOpt(
        'keep_changes',
        default=90 * 24 * 3600,
        min=0,
        help='Seconds after which entries of the change record are deleted.',
    ),
    cfg.IntOpt(
        'max_facts_size',
        default=4 * 1024 * 1024,
        min=1024,
        help='The largest facts document of one host, in bytes of JSON.',
    ),
    cfg.IntOpt(
        'session_lifetime',
        default=1800,
        min=60,
        help='Seconds after which an unused session ends.',
    ),
    cfg.IntOpt(
        'token_lifetime',
        default=30 * 24 * 3600,
        min=60,
        help='Seconds after which a personal access token ends.',
    ),
    cfg.BoolOpt(
        'tokens_end_with_password',
        default=False,
        help='Whether a personal access token also ends when its user gets '
        'another password (http_basic). It always ends with the account. '
        'Tokens that were created by a release without this option are '
        'refused, because their password is not known.',
    ),
    cfg.IntOpt(
        'keystone_recheck_interval',
        default=300,
        min=0,
        help='Seconds for which a process believes what Keystone said of the '
        'owner of a personal access token or session (enabled, roles in the '
        'project), and of projects. After a user is disabled or loses a role, '
        'tokens keep their power for so long. 0 asks Keystone with each '
        'request.',
    ),
    cfg.StrOpt(
        'login_user_domain',
        default='Default',
        help='The name of the domain of Keystone of users who log in with a '
        'name that has no domain (USER, or USER++PROJECT).',
    ),
    cfg.BoolOpt(
        'basic_with_keystone',
        default=False,
        help='Whether requests of the host inventory may have a password of '
        'Keystone (HTTP Basic) in place of a token. Requests for personal '
        'access tokens and the form of the login always may.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
