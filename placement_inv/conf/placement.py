"""[placement]: options of the placement family."""

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
    cfg.BoolOpt(
        'randomize_allocation_candidates',
        default=False,
        help='Return allocation candidates in random order. If a limit leaves '
        'some out, they are chosen at random, from every tree of providers in '
        'turn. Without this option the same request gets the same candidates '
        'in the same order, as long as nothing changes.',
    ),
    cfg.IntOpt(
        'max_allocation_candidates',
        default=-1,
        help='The largest number of allocation candidates in a response, even '
        'if the request has a higher limit; -1 for no maximum. Trees with '
        'many similar providers can serve a request for several of them in '
        'millions of ways: a maximum keeps the response to a request without '
        'a limit small.',
    ),
    cfg.StrOpt(
        'allocation_candidates_generation_strategy',
        default='depth-first',
        choices=[
            (
                'depth-first',
                'all candidates of one tree of providers, then the next tree',
            ),
            (
                'breadth-first',
                'one candidate of each tree, then the second ones',
            ),
        ],
        help='The order of allocation candidates. It matters if a limit, or '
        'max_allocation_candidates, leaves some out.',
    ),
    cfg.FloatOpt(
        'allocation_candidates_time_limit',
        default=0,
        min=0,
        help='Seconds that one request for allocation candidates may take; 0 '
        'for no limit. A longer request is refused with 503 and the code '
        'placement.budget. The time is checked between the statements and '
        'while candidates are combined and written; a running statement of '
        'the database is not cancelled.',
    ),
    cfg.IntOpt(
        'allocation_candidates_memory_limit',
        default=0,
        min=0,
        help='Megabytes of memory that one request for allocation candidates '
        'may take; 0 for no limit. A larger request is refused with 503 and '
        'the code placement.budget. The memory is estimated, independently of '
        'the load: 700 bytes for each candidate and 430 more for each group '
        'and resource class in it, and 2,000 bytes for each provider in the '
        'response. The estimate is for the rows, the objects and the JSON; '
        'the process may take more or less.',
    ),
    cfg.IntOpt(
        'allocation_conflict_retry_count',
        default=10,
        help='Ignored; it exists so that a configuration file of OpenStack '
        'Placement works unchanged. Writers of allocations at one provider '
        'wait for each other in the database, and have no conflict of '
        'generations to retry. After a deadlock the transaction is retried '
        '[placement_database]db_max_retries times.',
    ),
]


def list_opts():
    return [(_GROUP, _OPTS)]
