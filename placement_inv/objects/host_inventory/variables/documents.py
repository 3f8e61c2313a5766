"""Variables as documents beside their text, for filters to look into."""

import re

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import text as variables

TEXT = 'variables'
DOCUMENT = 'variables_data'

#: Texts that say nothing: none, and what AWX's forms begin with.
_EMPTY = frozenset(('', '---', '{}'))
#: MariaDB's JSON nests 32 deep.
_MAX_DEPTH = 30
#: What no database keeps in JSON: NUL, and halves of surrogate pairs.
_UNSTORABLE = re.compile('[\0\ud800-\udfff]')
_REPLACEMENT = '\ufffd'
#: Texts without these, and without numbers that are none, need no second
#: look.
_SUSPECT = re.compile(
    r'\\u(0000|[dD][89a-fA-F])|NaN|Infinity|[eE][+-]?[0-9]{3}'
)


def with_document(table, values):
    """Return the values of a row, with the document of its variables."""
    if DOCUMENT not in table.c or TEXT not in values or DOCUMENT in values:
        return values
    return {**values, DOCUMENT: from_text(values[TEXT])}


def check_document(values):
    """Return the values of a row, likewise; InvalidVariables if there is none.

    PERF: who checks thousands of texts need not read them again to keep them.
    """
    text = values[TEXT]
    if text in _EMPTY:
        return {**values, DOCUMENT: None}
    return {**values, DOCUMENT: _build_document(text, *variables.read(text))}


def from_text(text):
    """Return what filters find in a text of variables, None if nothing.

    What is too deep is null there, what no database keeps is replaced, and a
    text that is marked is there without its mark.
    """
    if text in _EMPTY:
        # PERF: most hosts say nothing of their own, and loads bring many.
        return None
    try:
        return _build_document(text, *variables.read(text))
    except errors.InvalidVariables:
        return None


def _build_document(text, mapping, is_json):
    """Return the document of a text that says a mapping."""
    if marks.may_be_in(text):
        mapping = marks.strip_marks_of_variables(mapping)
    if (
        not is_json
        or _SUSPECT.search(text)
        or text.count('{') + text.count('[') > _MAX_DEPTH
    ):
        # PERF: most texts are none of these.
        mapping = _make_storable(mapping, 0)
    return mapping or None


def _make_storable(value, depth):
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if not isinstance(value, dict | list):
        return value
    if depth == _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_make_storable(each, depth + 1) for each in value]
    return {
        _make_storable(name, depth): _make_storable(each, depth + 1)
        for name, each in value.items()
    }
