"""Forms: the fields of a body as data, read as AWX reads them.

A `Form` is the table of a resource's writable fields. It reads the body of a
request into the values that `objects` take, or names all its errors; and it
returns the same fields of a row for the body of an answer.
"""

import dataclasses
import enum
import functools
import itertools
from typing import Any

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.columns import secrets


class Mode(enum.Enum):
    """How a body is read; the value is the method."""

    CREATE = 'POST'
    #: Missing fields get their defaults.
    REPLACE = 'PUT'
    #: Missing fields keep their values.
    CHANGE = 'PATCH'


class OnUpdate(enum.Enum):
    """How a body that updates a row treats a field."""

    WRITABLE = 'writable'
    #: The body can contain the field, and `objects` refuse another value.
    FIXED = 'fixed'
    #: The value in the body is ignored.
    IGNORED = 'ignored'


@dataclasses.dataclass(frozen=True)
class Field:
    """One field that clients can write."""

    name: str
    kind: field_types.FieldType
    help_text: str
    #: The name of the field in `objects`; None if it is the same name.
    attribute: str | None = None
    is_required: bool = False
    default: Any = ''
    #: How an update of a row treats the field.
    on_update: OnUpdate = OnUpdate.WRITABLE
    #: Whether a body that creates a row is searched for the field.
    on_create: bool = True
    #: Whether answers contain the value of the row unchanged.
    is_shown: bool = True
    since: Any = versions.FIRST

    @property
    def key(self):
        return self.attribute or self.name

    @property
    def is_secret(self):
        return self.key in secrets.NAMES


@dataclasses.dataclass(frozen=True)
class Form:
    """The writable fields of one resource, in the order of its bodies."""

    fields: tuple[Field, ...]

    def read(self, body, version, mode):
        """Return {name in `objects`: value} of a body.

        Raises InvalidFields, which names all errors.
        """
        values, errors = {}, {}
        for field in self.fields:
            try:
                values.update(_read(field, body, version, mode))
            except field_types.InvalidValue as error:
                errors[field.name] = error.messages
        if errors:
            raise exceptions.InvalidFields(fields=errors)
        return values

    def represent(self, row, version, shows_secrets=False):
        """Return {field: value} of a row, for the body of an answer.

        `row` has an attribute for each field with `is_shown`. A mark stands
        for secrets unless the caller may see them.
        """
        getters = self._getters if shows_secrets else self._public_getters
        return {
            name: value_of(row)
            for name, value_of, since in getters
            if version >= since
        }

    def split(self, *names):
        """Split the fields before each of some names; return one form a part.

        Bodies with other keys between the fields use the parts.
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

    @functools.cached_property
    def _public_getters(self):
        secret_names = {field.name for field in self.fields if field.is_secret}
        return tuple(
            (name, _hidden(getter) if name in secret_names else getter, since)
            for name, getter, since in self._getters
        )


def _hidden(value_of):
    """Return a function: row -> the mark for the value in bodies."""
    return lambda row: secrets.hide(value_of(row))


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
        return _read_value(field, body[field.name], version, mode)
    if mode is Mode.CHANGE:
        return {}
    if field.is_required:
        raise field_types.InvalidValue('This field is required.')
    return {field.key: field.default}


def _read_value(field, value, version, mode):
    """Return {name in `objects`: value} of a field that a body has.

    Without a name, the row keeps its secret: the client sends back the mark.
    """
    if not field.is_secret or value != secrets.MARK:
        return {field.key: field.kind.read_at(version, value)}
    if mode is Mode.CREATE:
        raise field_types.InvalidValue(
            f'{secrets.MARK} stands for the value of a row that exists; '
            'send the value itself.'
        )
    return {}
