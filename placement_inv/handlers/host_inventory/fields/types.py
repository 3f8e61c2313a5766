"""The types of fields: the values that each accepts, and how it reads them.

`type` is the name of the type in AWX's answers to OPTIONS.
"""

from collections.abc import Callable
import dataclasses
import operator
import re
from typing import Any
from typing import ClassVar

from placement_inv import exceptions

#: The largest value of the columns of ids and numbers.
LARGEST = 2**31 - 1
#: How many items of a list one error names at most.
_MAX_ERRORS = 100

_TRUE = frozenset(
    (*'tTyY1', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON')
)
_FALSE = frozenset(
    (*'fFnN0', 'no', 'No', 'NO')
    + ('false', 'False', 'FALSE', 'off', 'Off', 'OFF')
)
_BLANK = 'This field may not be blank.'
NULL = 'This field may not be null.'
EMPTY = 'This field cannot be blank.'


class InvalidValue(Exception):
    """A field does not accept a value; the text is the reason."""

    @property
    def messages(self):
        """Return the value for the name of the field in the body."""
        return [str(self)]


class InvalidItems(InvalidValue):
    """A field does not accept items of a list: {index: messages}."""

    def __init__(self, items):
        super().__init__(str(items))
        self.items = items

    @property
    def messages(self):
        return self.items


class FieldType:
    """The values that a field accepts."""

    type: ClassVar[str]

    def read(self, value):
        """Return the value for a column from a JSON value.

        Raises InvalidValue.
        """
        raise NotImplementedError

    def read_at(self, _version, value):
        """Return the same, for a request at a version."""
        return self.read(value)

    def limits(self):
        """Return the limits of the values, as OPTIONS shows them."""
        return {}

    def value_of(self, key):
        """Return a function: row -> the value of the field in bodies.

        `key` is the attribute of the row.
        """
        return operator.attrgetter(key)


@dataclasses.dataclass(frozen=True)
class Text(FieldType):
    """A text without spaces at its ends; null becomes the empty text."""

    max_length: int | None = None
    blank: bool = True
    type: ClassVar[str] = 'string'

    def limits(self):
        return (
            {} if self.max_length is None else {'max_length': self.max_length}
        )

    def read(self, value):
        if value is None:
            text = ''
            if not self.blank:
                raise InvalidValue(EMPTY)
        else:
            text = _text(value).strip()
        if not text and not self.blank:
            raise InvalidValue(_BLANK)
        if '\0' in text:
            raise InvalidValue('Null characters are not allowed.')
        if self.max_length is not None and len(text) > self.max_length:
            raise InvalidValue(
                'Ensure this field has no more than '
                f'{self.max_length} characters.'
            )
        return text


@dataclasses.dataclass(frozen=True)
class NullText(Text):
    """A text; the empty text becomes null."""

    def read(self, value):
        return super().read(value) or None


@dataclasses.dataclass(frozen=True)
class Variables(Text):
    """JSON or YAML as text, which is stored as the client wrote it."""

    type: ClassVar[str] = 'json'


@dataclasses.dataclass(frozen=True)
class Choice(FieldType):
    """One of some texts; null becomes the empty text if it is allowed."""

    choices: tuple[tuple[str, str], ...]
    nullable: bool = True
    type: ClassVar[str] = 'choice'

    def limits(self):
        return {'choices': self.choices}

    def read(self, value):
        if value is None and not self.nullable:
            raise InvalidValue(NULL)
        value = '' if value is None else value
        if value in [choice for choice, _label in self.choices]:
            return value
        raise InvalidValue(f'"{value}" is not a valid choice.')


@dataclasses.dataclass(frozen=True)
class OptionalChoice(Choice):
    """One of some texts, or none: null and the empty text become empty."""

    def read(self, value):
        return super().read(value) if value not in (None, '') else ''


@dataclasses.dataclass(frozen=True)
class NumberChoice(FieldType):
    """One of some integers, also as text."""

    choices: tuple[tuple[int, str], ...]
    type: ClassVar[str] = 'choice'

    def limits(self):
        return {'choices': self.choices}

    def read(self, value):
        if value is None:
            raise InvalidValue(NULL)
        number = integer(value)
        if number in [choice for choice, _label in self.choices]:
            return number
        raise InvalidValue(f'"{value}" is not a valid choice.')


@dataclasses.dataclass(frozen=True)
class Boolean(FieldType):
    """True or false in the spellings of AWX; null becomes false."""

    type: ClassVar[str] = 'boolean'

    def read(self, value):
        if value is None:
            return False
        # Lists, objects and 0.5 are not among the spellings.
        spelling = str(int(value)) if value in (0, 1, False, True) else value
        if isinstance(spelling, str):
            if spelling in _TRUE:
                return True
            if spelling in _FALSE:
                return False
        raise InvalidValue('Must be a valid boolean.')


@dataclasses.dataclass(frozen=True)
class Number(FieldType):
    """An integer, also as text."""

    least: int = -LARGEST
    type: ClassVar[str] = 'integer'

    def limits(self):
        return {'min_value': self.least, 'max_value': LARGEST}

    def read(self, value):
        if value is None:
            raise InvalidValue(NULL)
        number = integer(value)
        if number is None:
            raise InvalidValue('A valid integer is required.')
        if number < self.least:
            raise InvalidValue(
                f'Ensure this value is greater than or equal to {self.least}.'
            )
        if number > LARGEST:
            raise InvalidValue(
                f'Ensure this value is less than or equal to {LARGEST}.'
            )
        return number


@dataclasses.dataclass(frozen=True)
class Optional(FieldType):
    """The values of another type, or null, which leaves the field out."""

    kind: FieldType

    @property
    def type(self):
        return self.kind.type

    def limits(self):
        return self.kind.limits()

    def read(self, value):
        return None if value is None else self.kind.read(value)


@dataclasses.dataclass(frozen=True)
class Items(FieldType):
    """A list that is not empty.

    `item(value, version)` reads one item at the version of the request, and
    raises InvalidValue or InvalidFields.
    """

    item: Callable[[Any, Any], Any]
    #: The type of each item, or the form of items that are objects.
    child: Any = None
    type: ClassVar[str] = 'list'

    def read_at(self, version, value):
        if value is None:
            raise InvalidValue(NULL)
        if not isinstance(value, list):
            raise InvalidValue(
                'Expected a list of items but got type '
                f'"{type(value).__name__}".'
            )
        if not value:
            raise InvalidValue('This list may not be empty.')
        values, errors = [], {}
        for place, item in enumerate(value):
            try:
                values.append(self.item(item, version))
            except InvalidValue as error:
                errors[str(place)] = error.messages
            except exceptions.InvalidFields as error:
                errors[str(place)] = error.fields
            if len(errors) == _MAX_ERRORS:
                break
        if errors:
            raise InvalidItems(errors)
        return values


def _text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise InvalidValue('Not a valid string.')


def integer(value):
    """Return a value as an integer; None if it is none.

    A value is a JSON value: integers, and texts of at most 18 digits, are
    integers. Booleans are not.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r'\s*-?[0-9]{1,18}\s*', value):
        return int(value)
    return None
