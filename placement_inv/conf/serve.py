"""[serve]: the connections of `placement-inv serve`."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('serve', title='Connections of placement-inv serve')

_OPTS = [
    cfg.IntOpt(
        'max_connections',
        default=1000,
        min=10,
        help='The most connections that are open at a time. A new one beyond '
        'them takes the place of the one that has been idle for longest: '
        'first of those that no user has made a request on, then of the '
        'others. Where all are at work, new ones wait.',
    ),
    cfg.IntOpt(
        'request_timeout',
        default=10,
        min=1,
        help='Seconds in which the headers of a request have to arrive. Its '
        'body gets one second more for each 500 bytes of it that have '
        'arrived. A connection on which no user has made a request yet is '
        'closed if it is idle for so long.',
    ),
    cfg.IntOpt(
        'idle_timeout',
        default=120,
        min=1,
        help='Seconds after which an idle connection is closed on which a '
        'user has made a request, and after which one is closed whose client '
        'reads nothing of an answer.',
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
