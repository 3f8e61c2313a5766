"""[placement]: behaviour of the placement family."""

from oslo_config import cfg

_GROUP = cfg.OptGroup('placement', title='Placement API family')

_OPTS = [
    cfg.StrOpt(
        'incomplete_consumer_project_id',
        default='00000000-0000-0000-0000-000000000000',
        help='Project recorded for consumers of allocations written before '
        'microversion 1.8, which carry no project.',
    ),
    cfg.StrOpt(
        'incomplete_consumer_user_id',
        default='00000000-0000-0000-0000-000000000000',
        help='User recorded for consumers of allocations written before '
        'microversion 1.8, which carry no user.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
