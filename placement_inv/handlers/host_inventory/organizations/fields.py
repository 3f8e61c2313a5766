"""The fields of an organization that clients can write."""

import dataclasses
import re

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types

#: Keystone's ids are 32 hexadecimal digits, or a word such as `default`.
_SCOPE_ID = re.compile(r'[A-Za-z0-9][A-Za-z0-9_.-]*')


@dataclasses.dataclass(frozen=True)
class ScopeId(field_types.Text):
    """The id of a project or domain; no id is null in bodies."""

    max_length: int | None = 64

    def read(self, value):
        text = super().read(value)
        if text and not _SCOPE_ID.fullmatch(text):
            raise field_types.InvalidValue(f'Invalid id "{text}".')
        return text

    def value_of(self, key):
        def value(row):
            return getattr(row, key) or None

        return value


def _scope(name, help_text):
    return form.Field(
        name,
        ScopeId(),
        f'{help_text} Only administrators set it.',
        # A client that does not know the field does not take it away.
        on_update=form.OnUpdate.FIXED,
        since=versions.TENANTS,
    )


FORM = form.Form(
    (
        form.Field(
            'name',
            field_types.Text(512, blank=False),
            'Name of this organization.',
            is_required=True,
        ),
        form.Field(
            'description',
            field_types.Text(),
            'Optional description of this organization.',
        ),
        form.Field(
            'max_hosts',
            field_types.Number(least=0),
            'Maximum number of hosts allowed to be managed by this '
            'organization.',
            default=0,
        ),
        _scope(
            'project_id',
            'Project of Keystone whose members use this organization.',
        ),
        _scope(
            'domain_id',
            'Domain of Keystone whose members use this organization.',
        ),
    )
)
