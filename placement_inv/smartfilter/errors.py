"""What can be wrong with a filter, where, and what was expected there."""

import dataclasses

# A caret far to the right of a long line helps nobody: show this much.
_WINDOW = 60


@dataclasses.dataclass(frozen=True)
class Place:
    """A stretch of the filter's own text."""

    text: str
    start: int
    end: int

    @property
    def line(self):
        """Count lines from one, as editors do."""
        return self.text.count('\n', 0, self.start) + 1

    @property
    def column(self):
        """Count columns from one, as editors do."""
        return self.start - (self.text.rfind('\n', 0, self.start) + 1) + 1

    @property
    def found(self):
        """Give the words that stand at this place."""
        return self.text[self.start : self.end]

    def pointed_at(self):
        """Draw the line of this place with carets under it."""
        start = self.text.rfind('\n', 0, self.start) + 1
        end = self.text.find('\n', self.start)
        end = len(self.text) if end < 0 else end
        left = max(start, self.start - _WINDOW)
        right = min(end, self.start + _WINDOW)
        before = '…' if left > start else ''
        after = '…' if right < end else ''
        shown = before + self.text[left:right] + after
        indent = ''.join(
            '\t' if char == '\t' else ' '
            for char in before + self.text[left : self.start]
        )
        width = max(1, min(self.end, right) - self.start)
        return f'{shown}\n{indent}{"^" * width}'


class FilterError(Exception):
    """A filter that cannot be used; its ``code`` is the same for ever."""

    code = 'filter.invalid'

    def __init__(self, place, message, *, expected=(), hint=None):
        super().__init__(message)
        self.place = place
        self.message = message
        self.expected = tuple(expected)
        self.hint = hint

    @property
    def text(self):
        """Give the whole text of the filter."""
        return self.place.text

    @property
    def position(self):
        """Give the offset of the trouble, from zero."""
        return self.place.start

    @property
    def found(self):
        """Give the words at the trouble, empty at the end of the text."""
        return self.place.found

    def render(self):
        """Give several lines: the trouble, its place with a caret, help."""
        where = f'line {self.place.line}, column {self.place.column}'
        lines = [f'{self.message} ({where})', self.place.pointed_at()]
        if self.expected:
            lines.append('expected: ' + ' or '.join(self.expected))
        if self.hint:
            lines.append('hint: ' + self.hint)
        return '\n'.join(lines)


class FilterSyntaxError(FilterError):
    """Text that is not a sentence of the language."""

    code = 'filter.syntax'


class TooLarge(FilterError):
    """A filter beyond the limits the service was given."""

    code = 'filter.too_large'


class UnknownField(FilterError):
    """A name that the model has no field or relation for."""

    code = 'filter.unknown_field'

    def __init__(self, place, model, field, **help_):
        super().__init__(
            place, f"{model} has no field named '{field}'", **help_
        )
        self.model = model
        self.field = field


class UnknownLookup(FilterError):
    """A word after a field that is neither a lookup nor a step."""

    code = 'filter.unknown_lookup'

    def __init__(self, place, lookup, message=None, **help_):
        message = message or f'No related model for field {lookup}.'
        super().__init__(place, message, **help_)
        self.lookup = lookup


class Loop(FilterError):
    """A path that walks the same relation twice."""

    code = 'filter.loop'

    def __init__(self, place, field):
        super().__init__(
            place,
            f'Loops not allowed in filters, {field} is visited twice.',
        )
        self.field = field


class Forbidden(FilterError):
    """A field whose content must not leak through a filter."""

    code = 'filter.forbidden'

    def __init__(self, place, field):
        super().__init__(place, f'Filtering on {field} is not allowed.')
        self.field = field


class BadValue(FilterError):
    """A value that the field or the lookup cannot be compared with."""

    code = 'filter.bad_value'

    def __init__(self, place, field, message, **help_):
        super().__init__(place, message, **help_)
        self.field = field
