"""Fields of bodies that clients cannot write, as data."""

import dataclasses
from typing import Any

from placement_inv.handlers.host_inventory import versions


@dataclasses.dataclass(frozen=True)
class ReadOnlyField:
    """One field that clients can only read."""

    name: str
    #: The name of the type of its values in AWX's answers to OPTIONS.
    type: str
    help_text: str = ''
    #: (name, value) pairs of other limits: choices, min_value.
    limits: Any = ()
    since: Any = versions.FIRST
    #: Whether only the row's own path shows it, and lists do not.
    is_detail: bool = False


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One parameter of lists that is not the name of a field.

    The `awx` command sends only what the description of GET lists.
    """

    name: str
    #: The name of the type of its values in AWX's answers to OPTIONS.
    type: str
    help_text: str
    #: The first versions in a list of all rows, and below other rows.
    since: Any
    since_inside: Any


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
    """Return the first fields of a row of a kind."""
    noun = title.lower()
    return (
        ReadOnlyField('id', 'integer', f'Database ID for this {noun}.'),
        ReadOnlyField(
            'type',
            'choice',
            f'Data type for this {noun}.',
            _choices((kind, title)),
        ),
        ReadOnlyField('url', 'string', f'URL for this {noun}.'),
        ReadOnlyField('related', 'object', 'URLs of related resources.'),
        ReadOnlyField(
            'summary_fields', 'object', 'Names of related resources.'
        ),
        ReadOnlyField('created', 'datetime', f'When this {noun} was created.'),
        ReadOnlyField(
            'modified', 'datetime', f'When this {noun} last changed.'
        ),
    )


OF_ORGANIZATIONS = (
    ReadOnlyField('custom_virtualenv', 'string', 'Always null.'),
    ReadOnlyField('default_environment', 'field', 'Always null.'),
)

TOTALS = (
    ReadOnlyField(
        'has_active_failures', 'boolean', 'Has any of the hosts failed?'
    ),
    ReadOnlyField('total_hosts', 'integer', 'Number of hosts.', _COUNT),
    ReadOnlyField(
        'hosts_with_active_failures',
        'integer',
        'Number of hosts that failed.',
        _COUNT,
    ),
    ReadOnlyField('total_groups', 'integer', 'Number of groups.', _COUNT),
    ReadOnlyField(
        'has_inventory_sources', 'boolean', 'Are there any sources?'
    ),
    ReadOnlyField(
        'total_inventory_sources', 'integer', 'Number of sources.', _COUNT
    ),
    ReadOnlyField(
        'inventory_sources_with_failures',
        'integer',
        'Number of sources whose last update failed.',
        _COUNT,
    ),
)

FILTERED = (
    ReadOnlyField(
        'host_filter_error',
        'string',
        'Why the filter matches no hosts any more.',
        since=versions.WIDE_FILTERS,
    ),
    ReadOnlyField(
        'hidden_hosts',
        'integer',
        'Number of hosts that older hosts of the same name hide.',
        _COUNT,
        since=versions.WIDE_FILTERS,
    ),
)

DELETION = (
    ReadOnlyField(
        'pending_deletion',
        'boolean',
        'Is this inventory being deleted?',
        since=versions.BACKGROUND_DELETION,
    ),
    ReadOnlyField(
        'deletion',
        'object',
        'The progress of its deletion, and the last error.',
        since=versions.BACKGROUND_DELETION,
    ),
)

JOBS_OF_HOSTS = (
    ReadOnlyField('has_active_failures', 'field', 'Always false.'),
    ReadOnlyField(
        'has_inventory_sources', 'field', 'Does a source manage it?'
    ),
    ReadOnlyField('last_job', 'field', 'Always null.'),
    ReadOnlyField('last_job_host_summary', 'field', 'Always null.'),
    ReadOnlyField(
        'ansible_facts_modified',
        'datetime',
        'When its facts were last changed.',
        since=versions.FACTS,
    ),
)

SEARCH = Parameter(
    'search',
    'string',
    'Words that a row contains in one of its fields for searches.',
    since=versions.FIRST,
    since_inside=versions.FIRST,
)

PAGES = (
    Parameter(
        'page',
        'integer',
        'Number of the page, from 1 on.',
        since=versions.FIRST,
        since_inside=versions.FIRST,
    ),
    Parameter(
        'page_size',
        'integer',
        'Number of rows of a page.',
        since=versions.FIRST,
        since_inside=versions.FIRST,
    ),
)

HOST_PARAMETERS = (
    Parameter(
        'host_filter',
        'string',
        'Filter of hosts, in the language of smart inventories.',
        since=versions.FACTS,
        since_inside=versions.WIDE_FILTERS,
    ),
)

MANAGED = (
    ReadOnlyField(
        'managed_by',
        'list',
        'The sources that manage it.',
        since=versions.MANAGED_BY,
    ),
)

LAST_RUN = (
    ReadOnlyField('custom_virtualenv', 'string', 'Always null.'),
    ReadOnlyField('last_job_run', 'datetime', 'When its last update ended.'),
    ReadOnlyField('last_job_failed', 'boolean', 'Did its last update fail?'),
    ReadOnlyField('next_job_run', 'field', 'Always null.'),
    ReadOnlyField(
        'status',
        'choice',
        'The status of its newest update.',
        _choices(
            *_STATUS_WORDS,
            ('never updated', 'Never Updated'),
            ('none', 'No External Source'),
        ),
    ),
    ReadOnlyField(
        'last_update_failed', 'boolean', 'Did its last update fail?'
    ),
    ReadOnlyField('last_updated', 'datetime', 'When its last update ended.'),
)

RUN = (
    ReadOnlyField('custom_virtualenv', 'string', 'Always null.'),
    ReadOnlyField('unified_job_template', 'id', 'The source that is updated.'),
    ReadOnlyField('inventory_source', 'id', 'The source that is updated.'),
    ReadOnlyField(
        'launch_type',
        'choice',
        'What started it.',
        _choices(
            ('manual', 'Manual'),
            ('scheduled', 'Scheduled'),
            ('dependency', 'Dependency'),
        ),
    ),
    ReadOnlyField('status', 'choice', 'Its status.', _choices(*_STATUS_WORDS)),
    ReadOnlyField('failed', 'boolean', 'Did it fail?'),
    ReadOnlyField('started', 'datetime', 'When it began.'),
    ReadOnlyField('finished', 'datetime', 'When it ended.'),
    ReadOnlyField('canceled_on', 'datetime', 'When it was canceled.'),
    ReadOnlyField('elapsed', 'decimal', 'Seconds that it ran.'),
    ReadOnlyField('job_explanation', 'string', 'Why it could not run.'),
    ReadOnlyField(
        'counts', 'object', 'How much it created, changed and deleted.'
    ),
    ReadOnlyField('launched_by', 'field', 'Who started it.'),
    ReadOnlyField('execution_node', 'string', 'Always empty.'),
    ReadOnlyField('controller_node', 'string', 'Always empty.'),
    ReadOnlyField('work_unit_id', 'field', 'Always null.'),
    ReadOnlyField('instance_group', 'field', 'Always null.'),
    ReadOnlyField('license_error', 'boolean', 'Always false.'),
    ReadOnlyField('org_host_limit_error', 'boolean', 'Always false.'),
    ReadOnlyField('source_project_update', 'field', 'Always null.'),
    ReadOnlyField('scm_revision', 'string', 'Always empty.'),
    ReadOnlyField(
        'job_args', 'string', 'The command that was run.', is_detail=True
    ),
    ReadOnlyField('job_cwd', 'string', 'Always empty.', is_detail=True),
    ReadOnlyField('job_env', 'json', 'Always empty.', is_detail=True),
    ReadOnlyField(
        'result_traceback', 'string', 'Why it ended early.', is_detail=True
    ),
    ReadOnlyField(
        'event_processing_finished', 'boolean', 'Has it ended?', is_detail=True
    ),
    ReadOnlyField('source_project', 'field', 'Always null.', is_detail=True),
)

EVENT = (
    ReadOnlyField('id', 'integer', 'Database ID for this event.'),
    ReadOnlyField(
        'type',
        'choice',
        'Data type for this event.',
        _choices(('inventory_update_event', 'Inventory Update Event')),
    ),
    ReadOnlyField('url', 'string', 'Always empty.'),
    ReadOnlyField('related', 'object', 'URLs of related resources.'),
    ReadOnlyField('summary_fields', 'object', 'Always empty.'),
    ReadOnlyField('created', 'datetime', 'When it was written.'),
    ReadOnlyField('modified', 'datetime', 'When it was written.'),
    ReadOnlyField(
        'event', 'choice', 'Always verbose.', _choices(('verbose',) * 2)
    ),
    ReadOnlyField('counter', 'integer', 'Its place among the events.', _COUNT),
    ReadOnlyField('event_display', 'string', 'Always verbose.'),
    ReadOnlyField('event_data', 'json', 'Always empty.'),
    ReadOnlyField('failed', 'boolean', 'Always false.'),
    ReadOnlyField('changed', 'boolean', 'Always false.'),
    ReadOnlyField('uuid', 'string', 'An identifier that no other event has.'),
    ReadOnlyField('stdout', 'string', 'The lines of output.'),
    ReadOnlyField('start_line', 'integer', 'The first of its lines.', _COUNT),
    ReadOnlyField('end_line', 'integer', 'The line after its last.', _COUNT),
    ReadOnlyField('verbosity', 'integer', 'Always 0.', _COUNT),
    ReadOnlyField('inventory_update', 'id', 'The update that wrote it.'),
)

ROLE = (
    ReadOnlyField('id', 'integer', 'ID for this role.'),
    ReadOnlyField(
        'type',
        'choice',
        'Data type for this role.',
        _choices(('role', 'Role')),
    ),
    ReadOnlyField('url', 'string', 'URL for this role.'),
    ReadOnlyField('related', 'object', 'URLs of related resources.'),
    ReadOnlyField('summary_fields', 'object', 'The object of the role.'),
    ReadOnlyField('name', 'field', 'Name of this role.'),
    ReadOnlyField('description', 'string', 'What the role allows.'),
    ReadOnlyField('role_field', 'string', 'Name of the role on its object.'),
)

USER = (
    *identity('user', 'User'),
    ReadOnlyField('last_login', 'datetime', 'Always null.'),
)

OF_TOKENS = (
    ReadOnlyField('user', 'id', 'The user whose token it is.'),
    ReadOnlyField(
        'token', 'string', 'Hidden, except in the answer to its creation.'
    ),
    ReadOnlyField('refresh_token', 'field', 'Always null.'),
    ReadOnlyField('expires', 'datetime', 'When it expires.'),
)

CHANGE = (
    ReadOnlyField('id', 'integer', 'Database ID for this entry.'),
    ReadOnlyField(
        'type',
        'choice',
        'Data type for this entry.',
        _choices(('activity_stream', 'Activity Stream')),
    ),
    ReadOnlyField('url', 'string', 'URL for this entry.'),
    ReadOnlyField('related', 'object', 'URLs of related resources.'),
    ReadOnlyField('summary_fields', 'object', 'Names of related resources.'),
    ReadOnlyField('timestamp', 'datetime', 'When the operation was done.'),
    ReadOnlyField('operation', 'string', 'Name of the operation.'),
    ReadOnlyField('changes', 'json', 'Values before and after.'),
    ReadOnlyField('object1', 'string', 'Type of the object that changed.'),
    ReadOnlyField(
        'object2',
        'string',
        'Type of the object that it was added to or removed from.',
    ),
    ReadOnlyField(
        'object_association', 'string', 'Relation between the two objects.'
    ),
    ReadOnlyField('action_node', 'string', 'Always empty.'),
    ReadOnlyField('object_type', 'string', 'Always empty.'),
    ReadOnlyField('request_id', 'string', 'ID of the request.'),
    ReadOnlyField('inventory', 'id', 'Inventory of the objects.'),
)
