"""Whole lists in other formats, with few rows in memory at a time."""

import csv
import dataclasses
import io
import re

from placement_inv import exact_json
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.web import errors
from placement_inv.web import response

_CSV, _LINES, _ANSIBLE = 'csv', 'ndjson', 'ansible'
#: The formats of pages: JSON, and the name of AWX's browsable API.
_PAGES = ('json', 'api')
#: {format: (media type, file extension)}.
_FORMATS = {
    _CSV: ('text/csv', 'csv'),
    _LINES: ('application/x-ndjson', 'ndjson'),
    _ANSIBLE: ('application/json', 'json'),
}
#: How many rows are read at once.
_BATCH = 500
#: Keys of a body that a table leaves out.
_NESTED = ('related', 'summary_fields')
#: The first characters of a formula in spreadsheet programs, and the mark
#: that makes a cell text. Some programs skip white space at the start of a
#: line, some know wide characters.
_FORMULAS = tuple('=+-@\t\r\n＝＋－＠')
_TEXT_MARK = "'"
#: The same for cells after other separators. In many languages programs split
#: lines at semicolons, some at tabulators as well. They may ignore quotes
#: then, so that a newline begins a cell, too.
_LATER_FORMULAS = re.compile('([;\t\r\n]"*)(?=[=+@＝＋－＠-])')


def requested_format(req):
    """Return the format of a request, None for pages; raises NoSuchRoute."""
    form = req.GET.get('format', _PAGES[0])
    if form in _PAGES:
        return None
    if form not in _FORMATS or req.version < versions.LONG_LISTS:
        raise errors.NoSuchRoute()
    return form


def answer(req, form, query, fetch, present):
    """Return the answer with all rows of a list.

    `fetch(query)` returns a page, `present(req, row)` the body of a row. The
    first page is read before the answer begins, so that errors of the request
    have their usual answers. Raises InvalidFilter for rows that Ansible has no
    format for.
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
    """Yield the rows of a page and of all following pages."""
    while True:
        yield from page.rows
        if page.next_place is None:
            return
        page = fetch(dataclasses.replace(query, after=page.next_place))


def _line(document):
    return exact_json.dumps(document) + b'\n'


def _table(documents):
    """Yield the lines of a CSV table; the first one has the names."""
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
    # Hosts and users write values. A reader's program must not run them.
    if isinstance(value, str):
        text = _mark_later_formulas(value)
        return _TEXT_MARK + text if value.startswith(_FORMULAS) else text
    if value is None:
        return None
    # JSON begins like no formula, except for negative numbers.
    return _mark_later_formulas(exact_json.dumps(value).decode())


def _mark_later_formulas(text):
    return _LATER_FORMULAS.sub(rf'\1{_TEXT_MARK}', text)


def _inventory(hosts):
    """Yield the parts of an inventory file in the JSON format of Ansible."""
    yield b'{"all": {"hosts": {'
    between = b''
    for each in hosts:
        mapping = variables.parse_for_ansible(each.variables)
        yield (
            between
            + exact_json.dumps(each.name)
            + b': '
            + exact_json.dumps(mapping)
        )
        between = b',\n'
    yield b'}}}\n'


def _name_of(path, ending):
    return f'{path.rstrip("/").rsplit("/", 1)[-1]}.{ending}'
