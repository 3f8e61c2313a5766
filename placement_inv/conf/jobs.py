"""[jobs]: options of background jobs."""

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
        help='Threads of the local executor for all jobs but inventory '
        'updates, such as deletions.',
    ),
    cfg.IntOpt(
        'update_workers',
        default=2,
        min=1,
        help='Threads of the local executor for inventory updates: how many '
        'run at a time in one process. They take minutes, and never occupy '
        'the threads of other jobs.',
    ),
    cfg.FloatOpt(
        'lease',
        default=30.0,
        min=0.5,
        help='Seconds without a sign of life after which the sweeper counts '
        'a running job as lost.',
    ),
    cfg.FloatOpt(
        'sweep_interval',
        default=5.0,
        min=0.1,
        help='Seconds between two searches for waiting jobs, and for jobs '
        'whose worker died.',
    ),
    cfg.IntOpt(
        'max_attempts',
        default=3,
        min=1,
        help='How often a job is started whose worker dies each time; then '
        'it fails.',
    ),
    cfg.FloatOpt(
        'stop_timeout',
        default=60.0,
        min=0,
        help='Seconds that running jobs have to finish after SIGTERM or '
        'SIGINT. Then they are stopped and put back into the queue within 10 '
        'more seconds, which does not count as an attempt. What ends the '
        'process by force, such as `TimeoutStopSec` of systemd or '
        '`terminationGracePeriodSeconds` of Kubernetes, has to wait longer. A '
        'second signal ends the wait.',
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
