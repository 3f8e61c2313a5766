"""Fields that bodies show and clients cannot write, as data."""

import dataclasses
from typing import Any

from placement_inv.handlers.host_inventory import versions


@dataclasses.dataclass(frozen=True)
class Shown:
    """One field that a client only reads."""

    name: str
    #: The word that AWX's clients know the kind of its values by.
    type: str
    help_text: str = ''
    #: What else is known of the values: choices, min_value.
    limits: Any = ()
    since: Any = versions.FIRST
    #: Whether only the row's own place shows it, and lists do not.
    alone: bool = False


def _choices(*pairs):
    return (('choices', pairs),)


_COUNT = (('min_value', 0),)

_STATUS_WORDS = (
    ('new', 'New'),
    ('pending', 'Pending'),
    ('waiting', 'Waiting'),
    ('running', 'Running'),
    ('successful', 'Successful'),
    ('failed', 'Failed'),
    ('error', 'Error'),
    ('canceled', 'Canceled'),
)


def identity(kind, title):
    """Return what every row begins with, but for its name."""
    noun = title.lower()
    return (
        Shown('id', 'integer', f'Database ID for this {noun}.'),
        Shown(
            'type',
            'choice',
            f'Data type for this {noun}.',
            _choices((kind, title)),
        ),
        Shown('url', 'string', f'URL for this {noun}.'),
        Shown('related', 'object', 'URLs of related resources.'),
        Shown('summary_fields', 'object', 'Names of related resources.'),
        Shown('created', 'datetime', f'When this {noun} was created.'),
        Shown('modified', 'datetime', f'When this {noun} last changed.'),
    )


OF_ORGANIZATIONS = (
    Shown('custom_virtualenv', 'string', 'Always null.'),
    Shown('default_environment', 'field', 'Always null.'),
)

TOTALS = (
    Shown('has_active_failures', 'boolean', 'Has any of the hosts failed?'),
    Shown('total_hosts', 'integer', 'Number of hosts.', _COUNT),
    Shown(
        'hosts_with_active_failures',
        'integer',
        'Number of hosts that failed.',
        _COUNT,
    ),
    Shown('total_groups', 'integer', 'Number of groups.', _COUNT),
    Shown('has_inventory_sources', 'boolean', 'Are there any sources?'),
    Shown('total_inventory_sources', 'integer', 'Number of sources.', _COUNT),
    Shown(
        'inventory_sources_with_failures',
        'integer',
        'Number of sources whose last update failed.',
        _COUNT,
    ),
)

FILTERED = (
    Shown(
        'host_filter_error',
        'string',
        'Why the filter finds nothing any more.',
        since=versions.WIDE_FILTERS,
    ),
    Shown(
        'hidden_hosts',
        'integer',
        'Number of hosts that another one of their name hides.',
        _COUNT,
        since=versions.WIDE_FILTERS,
    ),
)

DELETION = (
    Shown(
        'pending_deletion',
        'boolean',
        'Is this inventory being deleted?',
        since=versions.BACKGROUND_DELETION,
    ),
    Shown(
        'deletion',
        'object',
        'How far its deletion has come, and what failed.',
        since=versions.BACKGROUND_DELETION,
    ),
)

JOBS_OF_HOSTS = (
    Shown('has_active_failures', 'field', 'Always false.'),
    Shown('has_inventory_sources', 'field', 'Is it of any source?'),
    Shown('last_job', 'field', 'Always null.'),
    Shown('last_job_host_summary', 'field', 'Always null.'),
    Shown(
        'ansible_facts_modified',
        'datetime',
        'When its facts were last changed.',
        since=versions.FACTS,
    ),
)

MANAGED = (
    Shown(
        'managed_by',
        'list',
        'The sources that manage it.',
        since=versions.MANAGED_BY,
    ),
)

LAST_RUN = (
    Shown('custom_virtualenv', 'string', 'Always null.'),
    Shown('last_job_run', 'datetime', 'When its last update was over.'),
    Shown('last_job_failed', 'boolean', 'Did its last update fail?'),
    Shown('next_job_run', 'field', 'Always null.'),
    Shown(
        'status',
        'choice',
        'What became of its last update.',
        _choices(
            *_STATUS_WORDS,
            ('never updated', 'Never Updated'),
            ('none', 'No External Source'),
        ),
    ),
    Shown('last_update_failed', 'boolean', 'Did its last update fail?'),
    Shown('last_updated', 'datetime', 'When its last update was over.'),
)

RUN = (
    Shown('custom_virtualenv', 'string', 'Always null.'),
    Shown('unified_job_template', 'id', 'The source that is updated.'),
    Shown('inventory_source', 'id', 'The source that is updated.'),
    Shown(
        'launch_type',
        'choice',
        'What started it.',
        _choices(
            ('manual', 'Manual'),
            ('scheduled', 'Scheduled'),
            ('dependency', 'Dependency'),
        ),
    ),
    Shown(
        'status', 'choice', 'How far it has come.', _choices(*_STATUS_WORDS)
    ),
    Shown('failed', 'boolean', 'Did it fail?'),
    Shown('started', 'datetime', 'When it began.'),
    Shown('finished', 'datetime', 'When it was over.'),
    Shown('canceled_on', 'datetime', 'When it was canceled.'),
    Shown('elapsed', 'decimal', 'Seconds that it took.'),
    Shown('job_explanation', 'string', 'Why it could not run.'),
    Shown('counts', 'object', 'How much it created, changed and deleted.'),
    Shown('launched_by', 'field', 'Who started it.'),
    Shown('execution_node', 'string', 'Always empty.'),
    Shown('controller_node', 'string', 'Always empty.'),
    Shown('work_unit_id', 'field', 'Always null.'),
    Shown('instance_group', 'field', 'Always null.'),
    Shown('license_error', 'boolean', 'Always false.'),
    Shown('org_host_limit_error', 'boolean', 'Always false.'),
    Shown('source_project_update', 'field', 'Always null.'),
    Shown('scm_revision', 'string', 'Always empty.'),
    Shown('job_args', 'string', 'The command that was run.', alone=True),
    Shown('job_cwd', 'string', 'Always empty.', alone=True),
    Shown('job_env', 'json', 'Always empty.', alone=True),
    Shown('result_traceback', 'string', 'Why it ended early.', alone=True),
    Shown('event_processing_finished', 'boolean', 'Is it over?', alone=True),
    Shown('source_project', 'field', 'Always null.', alone=True),
)

EVENT = (
    Shown('id', 'integer', 'Database ID for this event.'),
    Shown(
        'type',
        'choice',
        'Data type for this event.',
        _choices(('inventory_update_event', 'Inventory Update Event')),
    ),
    Shown('url', 'string', 'Always empty.'),
    Shown('related', 'object', 'URLs of related resources.'),
    Shown('summary_fields', 'object', 'Always empty.'),
    Shown('created', 'datetime', 'When it was said.'),
    Shown('modified', 'datetime', 'When it was said.'),
    Shown('event', 'choice', 'Always verbose.', _choices(('verbose',) * 2)),
    Shown('counter', 'integer', 'Its place among the events.', _COUNT),
    Shown('event_display', 'string', 'Always verbose.'),
    Shown('event_data', 'json', 'Always empty.'),
    Shown('failed', 'boolean', 'Always false.'),
    Shown('changed', 'boolean', 'Always false.'),
    Shown('uuid', 'string', 'What no other event is called.'),
    Shown('stdout', 'string', 'The lines.'),
    Shown('start_line', 'integer', 'The first of its lines.', _COUNT),
    Shown('end_line', 'integer', 'The line after its last.', _COUNT),
    Shown('verbosity', 'integer', 'Always 0.', _COUNT),
    Shown('inventory_update', 'id', 'The update that said it.'),
)

USER = (
    *identity('user', 'User'),
    Shown('username', 'string', 'What the user is called.'),
    Shown('first_name', 'string', 'Always empty.'),
    Shown('last_name', 'string', 'Always empty.'),
    Shown('email', 'string', 'Always empty.'),
    Shown('is_superuser', 'boolean', 'May the user do everything?'),
    Shown('is_system_auditor', 'boolean', 'Always false.'),
    Shown('password', 'field', 'Always hidden.'),
    Shown('last_login', 'datetime', 'Always null.'),
)

OF_TOKENS = (
    Shown('user', 'id', 'The user whose token it is.'),
    Shown('token', 'string', 'Hidden, but when it is created.'),
    Shown('refresh_token', 'field', 'Always null.'),
    Shown('expires', 'datetime', 'When it ends.'),
)

CHANGE = (
    Shown('id', 'integer', 'Database ID for this entry.'),
    Shown(
        'type',
        'choice',
        'Data type for this entry.',
        _choices(('activity_stream', 'Activity Stream')),
    ),
    Shown('url', 'string', 'URL for this entry.'),
    Shown('related', 'object', 'URLs of related resources.'),
    Shown('summary_fields', 'object', 'Names of related resources.'),
    Shown('timestamp', 'datetime', 'When it was done.'),
    Shown('operation', 'string', 'What was done.'),
    Shown('changes', 'json', 'What there was before, and after.'),
    Shown('object1', 'string', 'What it was done to.'),
    Shown('object2', 'string', 'What that was put into or taken from.'),
    Shown('object_association', 'string', 'How the two hang together.'),
    Shown('action_node', 'string', 'Always empty.'),
    Shown('object_type', 'string', 'Always empty.'),
    Shown('request_id', 'string', 'The request that did it.'),
    Shown('inventory', 'id', 'The inventory that it was done in.'),
)
