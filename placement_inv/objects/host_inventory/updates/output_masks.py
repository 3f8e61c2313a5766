"""Hides secrets in what an update writes: its output and its explanation.

A run gets the values of its source's secrets, and the program that it runs can
print them. Whoever may read the update reads the output. So a mark takes the
place of each value before anything is stored.

White space does not count in comparisons: Ansible breaks the lines of
warnings, also inside of words.
"""

from collections.abc import Iterable
from collections.abc import Iterator
import json
import re
from typing import Any
from urllib import parse

from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.objects.host_inventory.variables import text as variables

#: Characters of the shortest value that is hidden. Shorter ones are parts of
#: ordinary words; the gaps in a text would tell them.
_SHORTEST = 8
#: The same for values whose names say that they are secrets.
_SHORTEST_NAMED = 4
_SECRET_NAME = re.compile(
    'passw|passphrase|pwd|token|secret|credential|.key$', re.IGNORECASE
)
#: Words that settings of Ansible have for values.
_WORDS = re.compile('silently|constructed|ansible.builtin.constructed')
#: A template that only names a variable. Ordinary output names variables.
_VARIABLE = re.compile(r'[A-Za-z_]\w*(\.\w+)*')
#: Literals in templates.
_LITERAL = re.compile(r"""'([^'\n]*)'|"([^"\n]*)\"""")


class Masks:
    """The values that one run hides."""

    def __init__(self, values: Iterable[str] = ()):
        #: Without white space.
        self._values = sorted(values, key=len, reverse=True)

    def apply(self, text: str) -> str:
        """Return a text with marks for values; its lines stay lines."""
        squeezed = _squeeze(text)
        spans = self._find_spans(squeezed)
        if not spans:
            return text
        places = _find_places(text)
        parts, end = [], 0
        for first, last in spans:
            start, after = places[first], places[last] + 1
            newlines = text.count('\n', start, after)
            parts += [text[end:start], secrets.MARK, '\n' * newlines]
            end = after
        return ''.join((*parts, text[end:]))

    def find_complete_end(self, text: str) -> int:
        """Return where the lines end that later output cannot change.

        After it, there may be the beginning of a value.
        """
        squeezed = _squeeze(text)
        size = max(
            (_find_overlap(squeezed, value) for value in self._values),
            default=0,
        )
        if not size:
            return len(text)
        places = _find_places(text)
        end = _find_line(text, places[len(squeezed) - size])
        for first, last in reversed(self._find_spans(squeezed)):
            # No value may be cut in two.
            if places[first] < end <= places[last]:
                end = _find_line(text, places[first])
        return end

    def _find_spans(self, squeezed: str) -> list[tuple[int, int]]:
        """Return the (first, last) places of values, in order, disjoint."""
        spans: list[tuple[int, int]] = []
        for first, last in sorted(
            (start, start + len(value) - 1)
            for value in self._values
            for start in _find_all(squeezed, value)
        ):
            if spans and first <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        return spans


NO_MASKS = Masks()


def build(texts: Iterable[str], *, are_templates: bool = False) -> Masks:
    """Return the Masks for the secrets of a run: stored texts of variables.

    With `are_templates`, Ansible evaluates the values in them.
    """
    values = set()
    for text in texts:
        for value, is_named in _list_values(variables.parse_stored(text)):
            if not is_named and _is_harmless(value, are_templates):
                continue
            shortest = _SHORTEST_NAMED if is_named else _SHORTEST
            parts = [value, *value.splitlines()]
            if is_named and are_templates:
                parts += map(''.join, _LITERAL.findall(value))
            values |= {
                squeezed
                for part in parts
                for squeezed in map(_squeeze, _list_spellings(part))
                if len(squeezed) >= shortest
            }
    return Masks(values)


def _is_harmless(value: str, is_template: bool) -> bool:
    pattern = _VARIABLE if is_template else _WORDS
    return pattern.fullmatch(value) is not None


def _list_values(document: Any) -> Iterator[tuple[str, bool]]:
    """Yield the values in a document, and whether a name calls it secret."""
    open_values = [(document, False)]
    while open_values:
        value, is_named = open_values.pop()
        if isinstance(value, dict):
            open_values += [
                (child, is_named or bool(_SECRET_NAME.search(str(name))))
                for name, child in value.items()
            ]
        elif isinstance(value, list):
            open_values += [(child, is_named) for child in value]
        elif isinstance(value, str | int | float) and not isinstance(
            value, bool
        ):
            yield str(value), is_named


def _list_spellings(text: str) -> Iterator[str]:
    """Yield a value as programs print it: also in literals and in URLs."""
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield repr(text)[1:-1]
    yield parse.quote(text, errors='replace')
    yield parse.quote(text, safe='', errors='replace')
    yield parse.quote_plus(text, errors='replace')


def _squeeze(text: str) -> str:
    return ''.join(text.split())


def _find_places(text: str) -> list[int]:
    """Return the place of each character of the squeezed text."""
    return [
        place
        for place, character in enumerate(text)
        if not character.isspace()
    ]


def _find_line(text: str, place: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind('\n', 0, place) + 1


def _find_all(text: str, value: str) -> Iterator[int]:
    start = text.find(value)
    while start >= 0:
        yield start
        start = text.find(value, start + 1)


def _find_overlap(text: str, value: str) -> int:
    """Return how many characters a text ends with that a value begins with.

    A whole value at the end does not count.
    """
    for size in range(min(len(value) - 1, len(text)), 0, -1):
        if text.endswith(value[:size]):
            return size
    return 0
