"""Fields of bodies as data, read the way AWX's clients expect.

A `Form` is the table of a resource's writable fields. It turns the body of a
request into the values that `objects` take, or says everything that is wrong
with it; and it gives the same fields of a row to the body of an answer.
"""

import dataclasses
import enum
import functools
import itertools
from typing import Any

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import types as field_types


class Mode(enum.Enum):
    """What a body is for."""

    CREATE = 'POST'
    #: Fields that are left out go back to their defaults.
    REPLACE = 'PUT'
    #: Fields that are left out stay.
    CHANGE = 'PATCH'


class OnUpdate(enum.Enum):
    """What a body may do to a field of a row that exists."""

    WRITABLE = 'writable'
    #: It may be said, but only as it is.
    FIXED = 'fixed'
    #: Whatever is said of it is not looked at.
    IGNORED = 'ignored'


@dataclasses.dataclass(frozen=True)
class Field:
    """One field that a client may write."""

    name: str
    kind: field_types.FieldType
    help_text: str
    #: What `objects` call it, where that is another word.
    attribute: str | None = None
    is_required: bool = False
    default: Any = ''
    #: What becomes of it once the row exists.
    on_update: OnUpdate = OnUpdate.WRITABLE
    #: Whether it is looked at before the row exists.
    on_create: bool = True
    #: Whether bodies show it just as the row has it.
    is_shown: bool = True
    since: Any = versions.FIRST

    @property
    def key(self):
        return self.attribute or self.name


@dataclasses.dataclass(frozen=True)
class Form:
    """The writable fields of one resource, in the order of its bodies."""

    fields: tuple[Field, ...]

    def read(self, body, version, mode):
        """Return {what objects call it: value}; InvalidFields names all."""
        values, errors = {}, {}
        for field in self.fields:
            try:
                values.update(_read(field, body, version, mode))
            except field_types.InvalidValue as error:
                errors[field.name] = error.messages
        if errors:
            raise exceptions.InvalidFields(fields=errors)
        return values

    def represent(self, row, version):
        """Return {field: value} of a row, what bodies show as it is.

        `row` has an attribute for each field that is shown.
        """
        return {
            name: value_of(row)
            for name, value_of, since in self._getters
            if version >= since
        }

    def split(self, *names):
        """Return forms: the fields before, and from, each of some names on.

        They are for bodies that have other things between their fields.
        """
        order = [field.name for field in self.fields]
        places = (0, *map(order.index, names), len(order))
        return tuple(
            Form(self.fields[start:end])
            for start, end in itertools.pairwise(places)
        )

    @functools.cached_property
    def _getters(self):
        # PERF: lists show hundreds of rows, each with the same fields.
        return tuple(
            (field.name, field.kind.value_of(field.key), field.since)
            for field in self.fields
            if field.is_shown
        )


def _read(field, body, version, mode):
    if mode is not Mode.CREATE:
        if field.on_update is OnUpdate.IGNORED:
            return {}
        if field.on_update is OnUpdate.FIXED:
            mode = Mode.CHANGE
    if version < field.since:
        if field.name in body:
            raise field_types.InvalidValue(
                f'This field exists from version {field.since} on.'
            )
        return {}
    if mode is Mode.CREATE and not field.on_create:
        return {}
    if field.name in body:
        return {field.key: field.kind.read_at(version, body[field.name])}
    if mode is Mode.CHANGE:
        return {}
    if field.is_required:
        raise field_types.InvalidValue('This field is required.')
    return {field.key: field.default}
