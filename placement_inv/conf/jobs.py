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
    cfg.IntOpt(
        'max_attempts',
        default=3,
        min=1,
        help='How often a job is started whose worker dies each time before '
        'it is given up.',
    ),
    cfg.FloatOpt(
        'keep',
        default=7 * 24 * 3600.0,
        min=0,
        help='Seconds after which the rows of finished jobs are deleted.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
