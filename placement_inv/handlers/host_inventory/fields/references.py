"""The types of fields that contain the id of another row."""

import dataclasses
from typing import ClassVar

from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory import errors


@dataclasses.dataclass(frozen=True)
class Reference(field_types.FieldType):
    """The id of another row."""

    null: str = field_types.NULL
    type: ClassVar[str] = 'id'

    def read(self, value):
        if value is None:
            raise field_types.InvalidValue(self.null)
        number = field_types.integer(value)
        if number is None:
            raise field_types.InvalidValue(
                'Incorrect type. Expected pk value, received '
                f'{type(value).__name__}.'
            )
        if not 0 < number <= field_types.LARGEST:
            raise field_types.InvalidValue(
                f'Invalid pk "{number}" - object does not exist.'
            )
        return number


#: AWX has another error for null in the organization of an inventory.
OrganizationReference = Reference(null=field_types.EMPTY)


def _null(_row):
    return None


@dataclasses.dataclass(frozen=True)
class NoReference(field_types.FieldType):
    """The id of a row of a kind that this service does not have: null."""

    sentence: str = 'Invalid pk "{id}" - object does not exist.'
    type: str = 'id'

    def read(self, value):
        if value is None or value == '':
            return
        number = field_types.integer(value)
        if number is None:
            raise field_types.InvalidValue('A valid integer is required.')
        raise field_types.InvalidValue(self.sentence.format(id=number))

    def value_of(self, _key):
        return _null


@dataclasses.dataclass(frozen=True)
class OwnerReference(field_types.FieldType):
    """The id of the row that a new row belongs to.

    AWX looks it up before it reads any field, so that a bad id is an error of
    the request and not of the field.
    """

    name: str
    model: str
    #: The error for null.
    null: str = field_types.NULL
    type: ClassVar[str] = 'id'

    def read(self, value):
        if value is None:
            raise field_types.InvalidValue(self.null)
        number = field_types.integer(value)
        if number is None:
            raise errors.BadRelated(field=self.name)
        if not 0 < number <= field_types.LARGEST:
            raise errors.NoSuchRelated(model=self.model)
        return number


#: AWX has another error for null in the inventory of a source.
SourceOwnerReference = OwnerReference(
    'inventory', 'Inventory', null=field_types.EMPTY
)
