"""The language of list parameters: ``groups__name__icontains=web``.

Names, lookups and relations are those of ``host_filter``. The values differ:
a query string has no types, so each value is a text that is converted to the
kind of its field. The rules and the error sentences are those of AWX's list
filters, where AWX has any.
"""

import dataclasses
import enum

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import document_texts
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import parameter_operands
from placement_inv.smartfilter.languages import paths
from placement_inv.smartfilter.syntax import ast

_LOOKUPS = lookups.ALL - {lookups.SEARCH}


class Combination(enum.Enum):
    """How one parameter is combined with the others."""

    #: It must hold; with the other parameters of this combination that use
    #: the same relation, it must hold for the same related row.
    AND = 'and'
    #: At least one of the parameters of this combination must hold.
    OR = 'or'
    #: It must hold for any related row, whichever row the others hold for.
    CHAIN = 'chain'


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One parameter: a path of names, perhaps with a lookup, and a value."""

    key: str
    value: str
    is_negated: bool = False
    combination: Combination = Combination.AND


@dataclasses.dataclass(frozen=True)
class TextSearch:
    """Texts to search for in the rows themselves and in related rows."""

    own_texts: tuple[str, ...] = ()
    #: (path of relations, text) pairs.
    related_texts: tuple[tuple[str, str], ...] = ()
    #: Whether all of the related texts must be found, or at least one.
    all_related: bool = False


def resolve_parameters(catalog, parameters, search, limits=bounds.DEFAULT):
    """Resolve Parameters and a TextSearch against a catalog.

    Returns ResolvedParameters. Raises UnknownField, UnknownLookup, Loop,
    Forbidden, BadValue or TooLarge.
    """
    # A repeated parameter needs one condition only.
    tests = [
        (parameter, _resolve_parameter(catalog, parameter, limits))
        for parameter in dict.fromkeys(parameters)
    ]
    _check_values([test for _parameter, test in tests], limits)
    _check_relations([test for _parameter, test in tests], limits)
    joint, separate, alternatives = [], [], []
    for parameter, test in tests:
        node = resolved.Not(test) if parameter.is_negated else test
        if parameter.combination is Combination.OR:
            alternatives.append(node)
        elif (
            parameter.combination is Combination.CHAIN or parameter.is_negated
        ):
            separate.append(node)
        else:
            joint.append(test)
    own_searches, related_searches = _resolve_search(catalog, search, limits)
    return resolved.ResolvedParameters(
        catalog,
        tuple(joint),
        tuple(separate),
        tuple(alternatives),
        own_searches,
        related_searches,
        search.all_related,
    )


def resolve_sort_key(catalog, key, limits=bounds.DEFAULT):
    """Resolve the path of a field or relation that rows are sorted by.

    Returns a SortKey. Rows sort along a relation by the field that a search
    looks into first, which is the name where rows have one. Raises
    UnknownField, UnknownLookup, Loop, Forbidden, BadValue or TooLarge.
    """
    segments = _segments(key, limits)
    target = paths.resolve(catalog, segments)
    if target.rest:
        raise errors.UnknownLookup(target.rest[0].place, target.rest[0].text)
    if target.field and target.field.is_document:
        raise errors.BadValue(
            segments[-1].place,
            target.field.name,
            f'No list is in the order of {target.field.name}.',
        )
    entity = target.entity
    field = target.field or entity.step(entity.search[0])
    return resolved.SortKey(target.path, field)


def _resolve_parameter(catalog, parameter, limits):
    """Return the test of one parameter; its negation is left out."""
    term = _term(parameter.key, parameter.value, limits)
    target = paths.resolve(catalog, term.key.segments)
    lookup = _lookup(target)
    if lookup == lookups.ISNULL:
        missing = parameter_operands.parse_boolean(term.key.text, term.value)
        return resolved.MissingTest(target.path, target.field, missing, term)
    if target.field is None:
        return _relation_test(target, lookup, term)
    value = term.value
    if target.field.is_document:
        lookup, text = document_texts.match_both_spellings(lookup, value.raw)
        value = parameter_operands.quote(text)
    operand = parameter_operands.field_operand(target.field, lookup, value)
    return resolved.FieldTest(target.path, target.field, lookup, operand, term)


def _relation_test(target, lookup, term):
    """Return the test of a relation, which compares the related row's id."""
    if lookup == lookups.EXACT and parameter_operands.is_null(term.value):
        return resolved.MissingTest(target.path, None, True, term)
    identity = target.entity.step(target.entity.identity)
    operand = parameter_operands.relation_operand(
        target.path[-1].name, lookup, term.value
    )
    return resolved.FieldTest(target.path, identity, lookup, operand, term)


def _resolve_search(catalog, search, limits):
    """Return the SearchTests of (the rows themselves, related rows)."""
    texts = (
        *search.own_texts,
        *(text for _path, text in search.related_texts),
    )
    if len(texts) > limits.values:
        place = parameter_operands.quote(texts[limits.values]).place
        raise _too_many_values(place, limits)
    own_searches = tuple(
        _search_test(catalog.root, (), _term(lookups.SEARCH, text, limits))
        for text in dict.fromkeys(search.own_texts)
    )
    related_searches = tuple(
        _related_search_test(catalog, path, text, limits)
        for path, text in dict.fromkeys(search.related_texts)
    )
    _check_relations(related_searches, limits)
    return own_searches, related_searches


def _related_search_test(catalog, path, text, limits):
    if not path:
        return _search_test(
            catalog.root, (), _term(lookups.SEARCH, text, limits)
        )
    term = _term(path, text, limits)
    target = _resolve_relations(catalog, term.key.segments)
    return _search_test(target.entity, target.path, term)


def _search_test(entity, path, term):
    fields = tuple(entity.step(name) for name in entity.search)
    return resolved.SearchTest(path, fields, term.value.raw, term)


def _resolve_relations(catalog, segments):
    """Resolve a path that must consist of relations."""
    first, *rest = segments
    if len(segments) == 1 and catalog.root.step(first.text) is None:
        # AWX's own name for the relation, such as `group` for `groups`.
        relation = catalog.root.searched_relation(first.text)
        if relation is not None:
            first = ast.Segment(relation.name, place=first.place)
    target = paths.resolve(catalog, (first, *rest))
    if target.field is not None or target.rest:
        raise errors.UnknownLookup(
            segments[-1].place,
            lookups.SEARCH,
            f'{segments[-1].text} is not searchable',
        )
    return target


def _term(key, value, limits):
    """Return the term of a parameter; each part has its place."""
    segments = _segments(key, limits)
    place = errors.Place(key, 0, len(key))
    # Words in a query string have no types, so all of them are quoted.
    return ast.Term(
        ast.Key(segments, place),
        '=',
        (parameter_operands.quote(value),),
        place,
    )


def _segments(key, limits):
    """Return the steps of a key, each with its place."""
    names = key.split('__')
    if len(names) > limits.segments:
        raise errors.TooLarge(
            errors.Place(key, 0, len(key)),
            f'A filter has at most {limits.segments} steps.',
        )
    segments, start = [], 0
    for name in names:
        place = errors.Place(key, start, start + len(name))
        segments.append(ast.Segment(name, place=place))
        start += len(name) + len('__')
    return tuple(segments)


def _lookup(target):
    """Return the lookup at the end of a key, `exact` without one."""
    if not target.rest:
        return lookups.EXACT
    last = target.rest[0]
    if last.text not in _LOOKUPS or len(target.rest) > 1:
        raise errors.UnknownLookup(last.place, last.text)
    if not _applies(last.text, target.field.kind if target.field else None):
        subject = target.field.name if target.field else target.path[-1].name
        raise errors.UnknownLookup(
            last.place,
            last.text,
            f'{last.text} does not apply to {subject}.',
        )
    return last.text


def _applies(lookup, kind):
    """Tell whether a lookup applies to a field, or to a relation (None)."""
    if kind is None:
        return lookup in lookups.OF_RELATION
    if lookup == 'iexact':
        return kind is Kind.TEXT
    return lookup in lookups.OF_KIND[kind]


def _check_values(tests, limits):
    number = 0
    for test in tests:
        operand = getattr(test, 'operand', None)
        number += len(operand) if isinstance(operand, tuple) else 1
        if number > limits.values:
            raise _too_many_values(test.term.place, limits)


def _too_many_values(place, limits):
    return errors.TooLarge(
        place, f'A list is filtered by at most {limits.values} values.'
    )


def _check_relations(tests, limits):
    number = 0
    for test in tests:
        number += len(test.path)
        if number > limits.relations:
            raise errors.TooLarge(
                test.term.place,
                'A list is filtered along at most '
                f'{limits.relations} relations.',
            )
