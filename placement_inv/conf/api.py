"""[api]: the authentication of callers, and limits of requests."""

import ipaddress

from oslo_config import cfg
from oslo_config import types

_GROUP = cfg.OptGroup('api', title='Authentication of callers')


class _Network(types.ConfigType):
    """A network of IP addresses, such as 10.0.0.0/8, or one address."""

    def __init__(self):
        super().__init__(type_name='network value')

    def __call__(self, value):
        return ipaddress.ip_network(value)

    def __repr__(self):
        return 'Network'

    def __eq__(self, other):
        return type(self) is type(other)

    __hash__ = types.ConfigType.__hash__

    def _formatter(self, value):
        return str(value)


_OPTS = [
    cfg.StrOpt(
        'auth_strategy',
        default='keystone',
        choices=[
            (
                'keystone',
                'Tokens are validated by keystonemiddleware. The host '
                'inventory is closed to users without the role admin or '
                'service, until the policy file opens it, because every user '
                'of the cloud can call the service.',
            ),
            (
                'noauth2',
                'The token names the caller ("admin", or "user:project"). '
                'For development and tests: `placement-inv serve` then '
                'listens on the loopback interface only, and other WSGI '
                'servers answer no other clients (see `noauth2_hosts`).',
            ),
            (
                'http_basic',
                'User and password are checked against an htpasswd file.',
            ),
        ],
        help='How callers are authenticated.',
    ),
    cfg.ListOpt(
        'noauth2_hosts',
        default=[],
        item_type=types.HostDomain(),
        help='Host names and addresses, without ports, by which clients may '
        'call with the noauth2 strategy, besides `localhost` and the '
        'addresses of the loopback interface. A request whose `Host` is '
        'another one is a 403: a name that somebody else owns may resolve to '
        'this machine, and any web page would be the admin.',
    ),
    cfg.ListOpt(
        'noauth2_clients',
        default=[],
        item_type=_Network(),
        help='Addresses, or networks such as 192.0.2.0/24, from which clients '
        'may call with the noauth2 strategy, besides the loopback interface. '
        'Every client there is the admin. For WSGI servers; `placement-inv '
        'serve` always listens on the loopback interface.',
    ),
    cfg.StrOpt(
        'http_basic_auth_user_file',
        default='/etc/htpasswd',
        help='The htpasswd file (bcrypt entries) of the http_basic strategy. '
        'Its users exist beside the accounts that `placement-inv users` and '
        'the API create. An empty value is no file.',
    ),
    cfg.ListOpt(
        'http_basic_roles',
        default=['admin'],
        help='The roles of every user of the htpasswd file. Accounts have '
        'roles of their own.',
    ),
    cfg.ListOpt(
        'trusted_proxies',
        default=[],
        item_type=_Network(),
        help='Addresses, or networks such as 192.0.2.0/24, of the proxies '
        'between clients and this service. The address of a client, which '
        'limits its password checks and is in the log, is then the last one '
        'in X-Forwarded-For that is no proxy. Forwarded and X-Forwarded-* '
        'headers from other addresses are removed. Without this option, the '
        'address is that of the connection.',
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
