"""[jobs]: where background work runs."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('jobs', title='Background work')

_OPTS = [
    cfg.StrOpt(
        'executor',
        default='local',
        choices=[('local', 'Threads of the serving process.')],
        help='What runs background jobs.',
    ),
    cfg.IntOpt(
        'workers',
        default=2,
        min=1,
        help='Threads of the local executor.',
    ),
    cfg.FloatOpt(
        'lease',
        default=30.0,
        min=0.5,
        help='Seconds a running job may go without a sign of life before '
        'the sweeper takes it for dead.',
    ),
    cfg.FloatOpt(
        'sweep_interval',
        default=5.0,
        min=0.1,
        help='Seconds between two looks for jobs that wait or whose worker '
        'died.',
    ),
]


def register_opts(conf):
    conf.register_group(_GROUP)
    conf.register_opts(_OPTS, group=_GROUP)


def list_opts():
    return [(_GROUP, _OPTS)]
