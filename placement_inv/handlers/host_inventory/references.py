"""The kinds of fields that name another row by its id."""

import dataclasses
from typing import ClassVar

from placement_inv.handlers.host_inventory import kinds
from placement_inv.objects.host_inventory import refusals


@dataclasses.dataclass(frozen=True)
class Reference(kinds.Kind):
    """The id of another row."""

    null: str = kinds.NULL
    type: ClassVar[str] = 'id'

    def read(self, value):
        if value is None:
            raise kinds.Refusal(self.null)
        number = kinds.integer(value)
        if number is None:
            raise kinds.Refusal(
                'Incorrect type. Expected pk value, received '
                f'{type(value).__name__}.'
            )
        if not 0 < number <= kinds.LARGEST:
            raise kinds.Refusal(
                f'Invalid pk "{number}" - object does not exist.'
            )
        return number


#: How AWX refuses an organization that is null.
OrganizationReference = Reference(null=kinds.EMPTY)


@dataclasses.dataclass(frozen=True)
class NoReference(kinds.Kind):
    """The id of a row of a kind that this service keeps none of: null."""

    sentence: str = 'Invalid pk "{id}" - object does not exist.'
    type: str = 'id'

    def read(self, value):
        if value is None or value == '':
            return
        number = kinds.integer(value)
        if number is None:
            raise kinds.Refusal('A valid integer is required.')
        raise kinds.Refusal(self.sentence.format(id=number))


@dataclasses.dataclass(frozen=True)
class OwnerReference(kinds.Kind):
    """The id of the row that a new one will belong to.

    AWX looks it up before it looks at any field, hence the other answers.
    """

    name: str
    model: str
    #: How null is refused.
    null: str = kinds.NULL
    type: ClassVar[str] = 'id'

    def read(self, value):
        if value is None:
            raise kinds.Refusal(self.null)
        number = kinds.integer(value)
        if number is None:
            raise refusals.BadRelated(field=self.name)
        if not 0 < number <= kinds.LARGEST:
            raise refusals.NoSuchRelated(model=self.model)
        return number


#: How AWX refuses the inventory of a source that is null.
SourceOwnerReference = OwnerReference(
    'inventory', 'Inventory', null=kinds.EMPTY
)
