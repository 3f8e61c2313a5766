"""Whole lists in other formats, a few rows in memory at a time."""

import csv
import dataclasses
import io
import json
import re

import orjson

from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.web import errors
from placement_inv.web import response

_CSV, _LINES, _ANSIBLE = 'csv', 'ndjson', 'ansible'
#: What AWX calls the format of pages, and that of its browsable API.
_PAGES = ('json', 'api')
#: The media type and the ending of a file in each format.
_FORMATS = {
    _CSV: ('text/csv', 'csv'),
    _LINES: ('application/x-ndjson', 'ndjson'),
    _ANSIBLE: ('application/json', 'json'),
}
#: Rows that are read at once.
_BATCH = 500
#: Parts of a body that are no values of the row itself.
_NESTED = ('related', 'summary_fields')
#: Where programs that calculate tables see a formula, and what keeps them from
#: it. Some skip white space at the start of a line, some know wide characters.
_FORMULAS = tuple('=+-@\t\r\n＝＋－＠')
_TEXT_MARK = "'"
#: The same, where a cell begins for programs that split lines at more than
#: commas: at semicolons in many languages, some at tabulators as well. They
#: may not heed our quotes then, so that a newline begins a cell, too.
_LATER_FORMULAS = re.compile('([;\t\r\n]"*)(?=[=+@＝＋－＠-])')


def requested_format(req):
    """Return the format that a request asks for, None for pages."""
    form = req.GET.get('format', _PAGES[0])
    if form in _PAGES:
        return None
    if form not in _FORMATS or req.version < versions.LONG_LISTS:
        raise errors.NoSuchRoute()
    return form


def answer(req, form, query, fetch, present):
    """Return the answer with all rows that `fetch(query)` finds.

    The first rows are found before it begins: what is wrong with the request
    is said as ever.
    """
    query = dataclasses.replace(query, size=_BATCH, with_count=False)
    if query.after is None:
        query = dataclasses.replace(query, after=keyset.Place())
    first = fetch(query)
    rows = _rows(first, query, fetch)
    if form == _ANSIBLE:
        if not all(isinstance(row, host.Host) for row in first.rows):
            raise domain_errors.InvalidFilter(
                reason='Only hosts are listed in the format of Ansible.'
            )
        parts = _inventory(rows)
    else:
        documents = (present(req, row) for row in rows)
        parts = _table(documents) if form == _CSV else map(_line, documents)
    media_type, ending = _FORMATS[form]
    return response.stream(parts, media_type, _name_of(req.path_info, ending))


def _rows(page, query, fetch):
    """Yield the rows of a page and of all behind it."""
    while True:
        yield from page.rows
        if page.next_place is None:
            return
        page = fetch(dataclasses.replace(query, after=page.next_place))


def _line(document):
    return _encode(document) + b'\n'


def _table(documents):
    """Yield the lines of a table, the first one with the names."""
    names = None
    for document in documents:
        if names is None:
            names = [name for name in document if name not in _NESTED]
            yield _cells(names)
        yield _cells(_cell(document[name]) for name in names)


def _cells(values):
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue().encode('utf-8', 'replace')


def _cell(value):
    # What hosts and users write is nothing to run on a reader's machine.
    if isinstance(value, str):
        text = _mark_later_formulas(value)
        return _TEXT_MARK + text if value.startswith(_FORMULAS) else text
    if value is None:
        return None
    # It begins like no formula, but for numbers, which may be negative.
    return _mark_later_formulas(_encode(value).decode())


def _mark_later_formulas(text):
    return _LATER_FORMULAS.sub(rf'\1{_TEXT_MARK}', text)


def _inventory(hosts):
    """Yield the parts of an inventory file that Ansible reads."""
    yield b'{"all": {"hosts": {'
    between = b''
    for each in hosts:
        mapping = variables.parse_for_ansible(each.variables)
        yield between + _encode(each.name) + b': ' + _encode(mapping)
        between = b',\n'
    yield b'}}}\n'


def _encode(value):
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # Numbers beyond 64 bits and halves of surrogate pairs are JSON too.
        return json.dumps(value).encode()


def _name_of(path, ending):
    return f'{path.rstrip("/").rsplit("/", 1)[-1]}.{ending}'
