"""Evaluates a resolved filter in plain Python, to compare SQL with.

It looks at rows as dicts: a field is a value, a relation a list of rows, and
under DOCUMENTS each document is a value that json could have read, or ABSENT.
"""

import decimal
import functools
import operator
import re

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups

ABSENT = object()
DOCUMENTS = object()
_ORDER = {
    'exact': operator.eq,
    'gt': operator.gt,
    'gte': operator.ge,
    'lt': operator.lt,
    'lte': operator.le,
}
_FIND = {
    'exact': operator.eq,
    'contains': operator.contains,
    'startswith': str.startswith,
    'endswith': str.endswith,
}


@functools.singledispatch
def holds(node, row):
    """Tell whether a row matches a node of a resolved filter."""
    raise TypeError(node)


@holds.register
def _(node: resolved.All, row):
    return all(holds(each, row) for each in node.nodes)


@holds.register
def _(node: resolved.Some, row):
    return any(holds(each, row) for each in node.nodes)


@holds.register
def _(node: resolved.Not, row):
    return not holds(node.node, row)


@holds.register
def _(test: resolved.FieldTest, row):
    return any(
        _compare(end[test.field.name], test) for end in _ends(test, row)
    )


@holds.register
def _(test: resolved.SearchTest, row):
    return any(
        test.operand.lower() in end[field.name].lower()
        for end in _ends(test, row)
        for field in test.fields
    )


@holds.register
def _(test: resolved.MissingTest, row):
    if test.is_missing:
        return _is_missing(test.path, test.field, row)
    return any(
        test.field is None or end[test.field.name] is not None
        for end in _ends(test, row)
    )


@holds.register
def _(test: resolved.CountTest, row):
    return any(
        _ORDER[test.lookup](len(end[test.relation.name]), test.operand)
        for end in _ends(test, row)
    )


@holds.register
def _(test: resolved.ContainsTest, row):
    pattern = test.operand
    for step in reversed(test.steps):
        pattern = [pattern] if step is resolved.EACH else {step: pattern}
    return any(
        _contains(end[DOCUMENTS][test.document.name], pattern)
        for end in _ends(test, row)
    )


@holds.register
def _(test: resolved.DocumentTest, row):
    return any(
        _matches(value, test.lookup, test.operand)
        for end in _ends(test, row)
        for value in _values(end[DOCUMENTS][test.document.name], test.steps)
    )


def _ends(test, row):
    rows = [row]
    for relation in test.path:
        rows = [other for each in rows for other in each[relation.name]]
    return rows


def _is_missing(path, field, row):
    if not path:
        return row[field.name] is None
    related_rows = row[path[0].name]
    if not related_rows or field is None and len(path) == 1:
        return not related_rows
    return any(_is_missing(path[1:], field, other) for other in related_rows)


def _compare(value, test):
    if value is None:
        return False
    if test.lookup == lookups.IN:
        return value in test.operand
    if test.lookup in (*lookups.REGEX, *lookups.TEXT, *lookups.VERSION):
        return _compare_text(str(value), test.lookup, test.operand)
    if test.field.kind is Kind.DATETIME:
        return _ORDER[test.lookup](value, test.operand.replace(tzinfo=None))
    return _ORDER[test.lookup](value, test.operand)


def _compare_text(text, lookup, operand):
    if lookup in lookups.REGEX:
        return re.search(operand.python, text) is not None
    if lookup in lookups.VERSION:
        return _compare_version(text, lookup, operand)
    where = lookup.removeprefix('i')
    if lookup.startswith('i'):
        text, operand = text.lower(), operand.lower()
    return _FIND[where](text, operand)


def _compare_version(text, lookup, operand):
    if not re.match('[vV]?[0-9]', text):
        return False
    parts = re.split('[-._+~:]', re.sub('^[vV]', '', text))
    numbers = [int('0' + re.match('[0-9]{0,12}', part)[0]) for part in parts]
    width = versions.DIGITS
    operands = [
        int(operand[start : start + width])
        for start in range(0, len(operand), width)
    ]
    numbers = (numbers + [0] * len(operands))[: len(operands)]
    return _ORDER[lookups.VERSION_COMPARISON[lookup]](numbers, operands)


def _contains(value, pattern):
    """Return the result of ``value @> pattern`` on PostgreSQL."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and _contains(value[name], part)
            for name, part in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(value, list) and all(
            any(_contains(element, part) for element in value)
            for part in pattern
        )
    if isinstance(value, bool) or isinstance(pattern, bool):
        return value is pattern
    return (
        value is not ABSENT
        and not isinstance(value, dict | list)
        and _comparable(value) == _comparable(pattern)
    )


def _comparable(value):
    """Return a scalar; a number as the decimal that it is written as."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return decimal.Decimal(repr(value))
    return value


def _values(value, steps):
    """Return the values in a document at the end of some steps."""
    if value is ABSENT:
        return []
    if not steps:
        return [value]
    step, *rest = steps
    if step is resolved.EACH:
        inside = value if isinstance(value, list) else []
    else:
        has_step = isinstance(value, dict) and step in value
        inside = [value[step]] if has_step else []
    return [end for each in inside for end in _values(each, rest)]


def _matches(value, lookup, operand):
    if lookup == 'exists':
        return True
    if lookup == 'not_null':
        return value is not None
    if value is None or isinstance(value, dict | list):
        return False
    if lookup in lookups.ORDER and not isinstance(operand, str):
        number = _number(value)
        return number is not None and _ORDER[lookup](
            number, _comparable(operand)
        )
    text = value if isinstance(value, str) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    if lookup in lookups.ORDER:
        return _ORDER[lookup](text, operand)
    return _compare_text(text, lookup, operand)


def _number(value):
    if isinstance(value, bool):
        return None
    if not isinstance(value, str):
        return _comparable(value)
    match = re.fullmatch(r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?', value)
    return decimal.Decimal(value) if match else None
