"""Fields and relations of AWX that have one value in every row here.

The service does not store them, but clients filter by them; a client whose
filter is refused may drop it and take all rows for matches.
"""

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory.filter_catalog import parts

_Kind = smartfilter.Kind
_TYPES = {_Kind.TEXT: sa.String(), _Kind.DATETIME: base.DateTime}
#: The table behind relations to rows that never exist.
_ABSENT = tables.host_inventory.inventory_updates


def _empty_texts(*names):
    """Return fields that are the empty text in every row."""
    return tuple(
        smartfilter.Field(
            name,
            _Kind.TEXT,
            lambda table: sa.case((_never(table), ' '), else_=''),
        )
        for name in names
    )


def _null_field(name, kind=_Kind.TEXT):
    """Return a field that is NULL in every row."""

    def column(table):
        nothing = sa.case((_never(table), sa.null()), else_=sa.null())
        return sa.cast(nothing, _TYPES[kind])

    return smartfilter.Field(name, kind, column)


def _false_fields(*names):
    """Return fields that are false in every row."""
    return tuple(
        smartfilter.Field(name, _Kind.BOOLEAN, _never) for name in names
    )


def _empty_relations(*names):
    """Return relations that lead to no rows."""
    return tuple(
        parts.empty_relation(name, 'inventory_update', _ABSENT)
        for name in names
    )


def _never(table):
    # Databases refuse to sort by a constant.
    return table.c.id.is_(None)


_VIRTUALENV = _null_field('custom_virtualenv')

OF_ORGANIZATIONS = (_VIRTUALENV, *_empty_relations('default_environment'))
OF_HOSTS = _empty_relations('last_job', 'last_job_host_summary')
_OF_SETTINGS = (
    _VIRTUALENV,
    *_empty_relations('credentials', 'execution_environment'),
)
OF_SOURCES = (
    *_OF_SETTINGS,
    _null_field('next_job_run', _Kind.DATETIME),
    *_empty_relations('source_project'),
)
OF_UPDATES = (
    *_OF_SETTINGS,
    *_empty_texts('controller_node', 'execution_node', 'scm_revision'),
    *_false_fields('license_error', 'org_host_limit_error'),
    _null_field('work_unit_id'),
    *_empty_relations('instance_group', 'source_project_update'),
)
