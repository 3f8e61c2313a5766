"""Builds the documents that filters search, from texts of variables."""

import re

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import text as variables

TEXT = 'variables'
DOCUMENT = 'variables_data'

#: Texts without variables, such as the defaults of AWX's forms.
_EMPTY = frozenset(('', '---', '{}'))
#: MariaDB's JSON can nest 32 levels deep.
_MAX_DEPTH = 30
#: Not every database can store these in JSON: NUL, unpaired surrogates.
_UNSTORABLE = re.compile('[\0\ud800-\udfff]')
_REPLACEMENT = '\ufffd'
#: JSON texts with one of these can hold values that must be replaced:
#: escapes of the above, and numbers that are not finite.
_SUSPECT = re.compile(
    r'\\u(0000|[dD][89a-fA-F])|NaN|Infinity|[eE][+-]?[0-9]{3}'
)


def with_document(table, values):
    """Return the values of a row, with the document of its variables.

    Unchanged if the table or the values have no variables.
    """
    if DOCUMENT not in table.c or TEXT not in values or DOCUMENT in values:
        return values
    return {**values, DOCUMENT: from_text(values[TEXT])}


def check_document(values):
    """Return the values of a row, with the document of its variables.

    Raises InvalidVariables. PERF: checks a text and builds its document in
    one step, for thousands of hosts.
    """
    text = values[TEXT]
    if text in _EMPTY:
        return {**values, DOCUMENT: None}
    return {**values, DOCUMENT: _build_document(text, *variables.read(text))}


def from_text(text):
    """Return the document of a text of variables; None if it is empty.

    Values that are nested too deep become null, characters that a database
    cannot store are replaced, and marks are removed.
    """
    if text in _EMPTY:
        # PERF: most hosts have no variables, and loads write many hosts.
        return None
    try:
        return _build_document(text, *variables.read(text))
    except errors.InvalidVariables:
        return None


def _build_document(text, mapping, is_json):
    """Return the document of a text and its mapping."""
    if marks.may_be_in(text):
        mapping = marks.strip_marks_of_variables(mapping)
    if (
        not is_json
        or _SUSPECT.search(text)
        or text.count('{') + text.count('[') > _MAX_DEPTH
    ):
        # PERF: most texts need no replacement.
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
