"""[serve]: the connections of `placement-inv serve`."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('serve', title='Connections of placement-inv serve')

_OPTS = [
    cfg.IntOpt(
        'max_connections',
        default=1000,
        min=10,
        help='The largest number of open connections. If there are more, the '
        'one that has been idle for longest is closed: first of those on '
        'which no user has made a request, then of the others. If none is '
        'idle, new ones wait.',
    ),
    cfg.IntOpt(
        'request_timeout',
        default=10,
        min=1,
        help='Seconds within which the headers of a request have to arrive. '
        'Its body gets one second more for each 500 bytes that have arrived. '
        'A connection on which no user has made a request yet is closed if it '
        'is idle for so long.',
    ),
    cfg.IntOpt(
        'idle_timeout',
        default=120,
        min=1,
        help='Seconds after which an idle connection is closed on which a '
        'user has made a request, and after which a connection is closed '
        'whose client does not read a response.',
    ),
    cfg.IntOpt(
        'max_stranger_body_size',
        default=64 * 1024,
        min=1024,
        help='The largest body, in bytes, of a request without credentials. '
        'A larger one is not read: the request is answered without it, mostly '
        'with 401, and the connection is closed.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
