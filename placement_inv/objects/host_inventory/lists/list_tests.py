"""One filter of a list: which field a name means, and what a value is."""

import json
import re

from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.lists import document_texts
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.languages import paths
from placement_inv.smartfilter.syntax import ast

_NULLS = ('none', 'null')
_BOOLEANS = {'true': True, '1': True, 'false': False, '0': False}


def test(catalog, term):
    """Return the test that a term means; FilterError or InvalidFilter."""
    segments = segments_of(term.key)
    found = paths.resolve(catalog, segments)
    lookup = _lookup(found)
    if lookup == lookups.ISNULL:
        missing = _boolean(term.value)
        return resolved.MissingTest(found.path, found.field, missing, None)
    if found.field is None:
        return _relation_test(found, lookup, term.value)
    value = term.value
    if found.field.is_document:
        lookup, value = document_texts.sought(lookup, value)
    operand = _operand(found.field, lookup, value)
    return resolved.FieldTest(found.path, found.field, lookup, operand, None)


def search(catalog, path, text):
    """Return the test that a text occurs in related rows, or in the rows.

    `path` is a path of relations, '' for the rows themselves.
    """
    entity, relations = catalog.root, ()
    if path:
        found = _relations(catalog, segments_of(path))
        entity, relations = found.entity, found.path
    fields = tuple(entity.step(name) for name in entity.search)
    return resolved.SearchTest(relations, fields, text, None)


def ordered_by(catalog, key):
    """Return (relations, field) that rows are put in order by.

    A relation puts them in order by the names of what it leads to.
    """
    found = paths.resolve(catalog, segments_of(key))
    if found.rest:
        raise errors.UnknownLookup(found.rest[0].place, found.rest[0].text)
    if found.field and found.field.is_document:
        raise domain_errors.InvalidFilter(
            reason=f'No list is in the order of {found.field.name}.'
        )
    # What a search looks into first is what rows are known by.
    return found.path, found.field or found.entity.step(found.entity.search[0])


def segments_of(key):
    """Return the steps of a key, each knowing its place."""
    names = key.split('__')
    if len(names) > limits.DEFAULT.segments:
        raise domain_errors.InvalidFilter(
            reason=f'A filter has at most {limits.DEFAULT.segments} steps.'
        )
    segments, start = [], 0
    for name in names:
        place = errors.Place(key, start, start + len(name))
        segments.append(ast.Segment(name, place=place))
        start += len(name) + len('__')
    return tuple(segments)


def _relations(catalog, segments):
    """Resolve a path that must consist of relations."""
    first, *rest = segments
    if len(segments) == 1 and catalog.root.step(first.text) is None:
        # AWX's own name for the relation, such as `group` for `groups`.
        relation = catalog.root.searched_relation(first.text)
        if relation is not None:
            name = relation.name
            first = ast.Segment(name, place=first.place)
    found = paths.resolve(catalog, (first, *rest))
    if found.field is not None or found.rest:
        raise domain_errors.InvalidFilter(
            reason=f'{segments[-1].text} is not searchable'
        )
    return found


def _lookup(found):
    """Return the lookup that the end of a name says, `exact` without one."""
    if not found.rest:
        return lookups.EXACT
    last = found.rest[0]
    known = lookups.ALL - {lookups.SEARCH}
    if last.text not in known or len(found.rest) > 1:
        raise errors.UnknownLookup(last.place, last.text)
    kind = found.field.kind if found.field else None
    if not _applies(last.text, kind):
        what = found.field.name if found.field else found.path[-1].name
        raise domain_errors.InvalidFilter(
            reason=f'{last.text} does not apply to {what}.'
        )
    return last.text


def _applies(lookup, kind):
    if kind is None:
        return lookup in lookups.OF_RELATION
    if lookup == 'iexact':
        return kind is Kind.TEXT
    return lookup in lookups.OF_KIND[kind]


def _relation_test(found, lookup, value):
    """A relation is compared by the identity of what it leads to."""
    if lookup == lookups.EXACT and value.lower() in _NULLS:
        return resolved.MissingTest(found.path, None, True, None)
    identity = found.entity.step(found.entity.identity)
    relation = found.path[-1].name
    parts = _parts(value) if lookup == lookups.IN else (value,)
    for part in parts:
        if not re.fullmatch(r'[-+]?[0-9]{1,18}', part.strip()):
            raise domain_errors.InvalidFilter(
                reason=f'Invalid {relation} id: {part}'
            )
    ids = tuple(map(int, parts))
    operand = ids if lookup == lookups.IN else ids[0]
    return resolved.FieldTest(found.path, identity, lookup, operand, None)


def _operand(field, lookup, value):
    if lookup == lookups.IN:
        return tuple(
            _one(field, lookups.EXACT, part) for part in _parts(value)
        )
    return _one(field, lookup, value)


def _one(field, lookup, value):
    """Return what a text means to a field."""
    if field.kind is Kind.BOOLEAN:
        return _boolean(value)
    # Quoted: no word in a query string has a type of its own.
    place = errors.Place(f'"{value}"', 0, len(value) + 2)
    quoted = ast.Value(value, quoted=True, place=place)
    try:
        return operands.operand(field.kind, field.name, lookup, quoted)
    except errors.BadValue as error:
        sentence = _wrong(field.kind, lookup, value) or error.message
        if lookup in lookups.REGEX:
            # What is wrong with a pattern is wrong at one place of it.
            sentence = error.render()
        raise domain_errors.InvalidFilter(reason=sentence) from error


def _wrong(kind, lookup, value):
    """Return AWX's sentence for a value that is none, if it has one."""
    sentence = None
    if lookup in lookups.REGEX or lookup in lookups.TEXT:
        return None
    if kind is Kind.INTEGER:
        sentence = f'\u201c{value}\u201d value must be an integer.'
    if kind is Kind.DATETIME:
        sentence = f'\u201c{value}\u201d value has an invalid format.'
    return sentence and json.dumps([sentence], ensure_ascii=False)


def _boolean(value):
    try:
        return _BOOLEANS[value.lower()]
    except KeyError:
        raise domain_errors.InvalidFilter(
            reason=f'Unable to convert "{value}" to boolean'
        ) from None


def _parts(value):
    if not value:
        raise domain_errors.InvalidFilter(
            reason='cannot provide empty value for __in'
        )
    return tuple(value.split(','))
