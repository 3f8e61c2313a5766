"""The kinds of fields that name another row by its id."""

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


#: How AWX refuses an organization that is null.
OrganizationReference = Reference(null=field_types.EMPTY)


def _null(_row):
    return None


@dataclasses.dataclass(frozen=True)
class NoReference(field_types.FieldType):
    """The id of a row of a kind that this service keeps none of: null."""

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
    """The id of the row that a new one will belong to.

    AWX looks it up before it looks at any field, hence the other answers.
    """

    name: str
    model: str
    #: How null is refused.
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


#: How AWX refuses the inventory of a source that is null.
SourceOwnerReference = OwnerReference(
    'inventory', 'Inventory', null=field_types.EMPTY
)
