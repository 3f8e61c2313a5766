"""Errors of filters: the reason, the place, and what is valid there."""

import dataclasses

# The number of characters to show on each side of an error.
_WINDOW = 60


@dataclasses.dataclass(frozen=True)
class Place:
    """A range of the filter's text: [start, end)."""

    text: str
    start: int
    end: int

    @property
    def line(self):
        """Return the line number, from one."""
        return self.text.count('\n', 0, self.start) + 1

    @property
    def column(self):
        """Return the column number, from one."""
        return self.start - (self.text.rfind('\n', 0, self.start) + 1) + 1

    @property
    def excerpt(self):
        """Return the text at this place."""
        return self.text[self.start : self.end]

    def marked_line(self):
        """Return the line of this place, with carets under the place."""
        start = self.text.rfind('\n', 0, self.start) + 1
        end = self.text.find('\n', self.start)
        end = len(self.text) if end < 0 else end
        left = max(start, self.start - _WINDOW)
        right = min(end, self.start + _WINDOW)
        prefix = '…' if left > start else ''
        suffix = '…' if right < end else ''
        line = prefix + self.text[left:right] + suffix
        indent = ''.join(
            '\t' if char == '\t' else ' '
            for char in prefix + self.text[left : self.start]
        )
        width = max(1, min(self.end, right) - self.start)
        return f'{line}\n{indent}{"^" * width}'


class FilterError(Exception):
    """A filter is invalid; the ``code`` of a class never changes."""

    code = 'filter.invalid'

    def __init__(self, place, message, *, expectations=(), hint=None):
        super().__init__(message)
        self.place = place
        self.message = message
        self.expectations = tuple(expectations)
        self.hint = hint

    @property
    def text(self):
        """Return the whole text of the filter."""
        return self.place.text

    @property
    def position(self):
        """Return the offset of the error in the text, from zero."""
        return self.place.start

    @property
    def excerpt(self):
        """Return the text at the error, empty at the end of the filter."""
        return self.place.excerpt

    def render(self):
        """Return lines of text: the message, the place with carets, hints."""
        where = f'line {self.place.line}, column {self.place.column}'
        lines = [f'{self.message} ({where})', self.place.marked_line()]
        if self.expectations:
            lines.append('expected: ' + ' or '.join(self.expectations))
        if self.hint:
            lines.append('hint: ' + self.hint)
        return '\n'.join(lines)


class FilterSyntaxError(FilterError):
    """The text does not match the grammar of its language."""

    code = 'filter.syntax'


class TooLarge(FilterError):
    """A filter exceeds a limit; see `limits`."""

    code = 'filter.too_large'


class UnknownField(FilterError):
    """The model has no field or relation of a name."""

    code = 'filter.unknown_field'

    def __init__(self, place, model, field, **help_):
        super().__init__(
            place, f"{model} has no field named '{field}'", **help_
        )
        self.model = model
        self.field = field


class UnknownLookup(FilterError):
    """The word after a field is not one of its lookups."""

    code = 'filter.unknown_lookup'

    def __init__(self, place, lookup, message=None, **help_):
        message = message or f'No related model for field {lookup}.'
        super().__init__(place, message, **help_)
        self.lookup = lookup


class Loop(FilterError):
    """A path follows the same relation twice."""

    code = 'filter.loop'

    def __init__(self, place, field):
        super().__init__(
            place,
            f'Loops not allowed in filters, {field} is visited twice.',
        )
        self.field = field


class Forbidden(FilterError):
    """A field is sensitive: its content must not leak through a filter."""

    code = 'filter.forbidden'

    def __init__(self, place, field):
        super().__init__(place, f'Filtering on {field} is not allowed.')
        self.field = field


class BadValue(FilterError):
    """The field or the lookup does not accept a value."""

    code = 'filter.bad_value'

    def __init__(self, place, field, message, **help_):
        super().__init__(place, message, **help_)
        self.field = field
