"""[api]: who may call, and how callers prove who they are."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('api', title='Authentication of callers')

_OPTS = [
    cfg.StrOpt(
        'auth_strategy',
        default='keystone',
        choices=[
            ('keystone', 'Tokens are validated by keystonemiddleware.'),
            (
                'noauth2',
                'The token names the caller ("admin", or "user:project"). '
                'For development and tests: `placement-inv serve` then '
                'listens on the loopback interface only.',
            ),
            (
                'http_basic',
                'User and password are checked against an htpasswd file.',
            ),
        ],
        help='How callers are authenticated.',
    ),
    cfg.StrOpt(
        'http_basic_auth_user_file',
        default='/etc/htpasswd',
        help='The htpasswd file (bcrypt entries) of the http_basic strategy.',
    ),
    cfg.ListOpt(
        'http_basic_roles',
        default=['admin'],
        help='The roles of every user that the http_basic strategy admits.',
    ),
    cfg.IntOpt(
        'max_request_body_size',
        default=64 * 1024 * 1024,
        min=1024,
        help='The largest accepted request body in bytes; more is a 413.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
