"""From the filters that a query string asks of a list to conditions.

Parameters speak as AWX's do: their values are plain text where those of
`host_filter` have types of their own. Names, comparisons and relations are
those of the filter catalog and of `smartfilter`.
"""

import contextlib
import dataclasses
import enum

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.lists import list_tests
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import sql

#: What one request may ask; more would outgrow the databases' parsers.
_MAX_VALUES = 256
#: Relations that all of it may lead along: each is a search of its own.
_MAX_RELATIONS = 100
#: Conditions that planners may put in the order that they like best.
_MAX_PLANNED = 8


class Joined(enum.Enum):
    """How a term goes together with the others."""

    #: All these hold, of one related row where they are about one.
    AND = 'and'
    #: One of these holds.
    OR = 'or'
    #: It holds, whatever related rows the others are about.
    CHAIN = 'chain'


@dataclasses.dataclass(frozen=True)
class Term:
    """One parameter: a path of fields, maybe with a lookup, and its value."""

    key: str
    value: str
    negated: bool = False
    joined: Joined = Joined.AND


@dataclasses.dataclass(frozen=True)
class Search:
    """Texts to look for: in the rows themselves, and in related ones."""

    own: tuple[str, ...] = ()
    #: (path of relations, text) pairs.
    related: tuple[tuple[str, str], ...] = ()
    #: Whether all of the related texts must be found, or any.
    all_related: bool = False


@contextlib.contextmanager
def explained():
    """Turn what `smartfilter` raises into refusals."""
    try:
        yield
    except errors.Forbidden as error:
        raise domain_errors.FilterForbidden(reason=error.message) from error
    except errors.FilterError as error:
        raise domain_errors.InvalidFilter(reason=error.message) from error


def conditions(catalog, terms, search):
    """Return the conditions on the catalog's root that terms and texts say."""
    with explained():
        found = [
            *_of_terms(catalog, terms),
            *_of_search(catalog, search),
        ]
    # PERF: a planner tries the orders of all relations that it sees, for
    # minutes where they are many. It does not look into a function.
    return [
        *found[:_MAX_PLANNED],
        *(sa.func.coalesce(one, sa.false()) for one in found[_MAX_PLANNED:]),
    ]


def _of_terms(catalog, terms):
    # What is said twice is asked once.
    tests = [
        (term, list_tests.test(catalog, term)) for term in dict.fromkeys(terms)
    ]
    _refuse_many(sum(_size(test) for _term, test in tests))
    _refuse_far(test for _term, test in tests)
    together = [
        test
        for term, test in tests
        if term.joined is Joined.AND and not term.negated
    ]
    if together:
        yield _together(catalog, together, catalog.root.table)
    alternatives = []
    for term, test in tests:
        if term.joined is Joined.OR:
            alternatives.append(_alone(catalog, term, test))
        elif term.joined is Joined.CHAIN or term.negated:
            yield _alone(catalog, term, test)
    if alternatives:
        yield sa.or_(*alternatives)


def _of_search(catalog, search):
    _refuse_many(len(search.own) + len(search.related))
    for text in dict.fromkeys(search.own):
        yield _written(catalog, list_tests.search(catalog, '', text))
    tests = [
        list_tests.search(catalog, path, text)
        for path, text in dict.fromkeys(search.related)
    ]
    _refuse_far(tests)
    related = [_written(catalog, test) for test in tests]
    if related:
        yield sa.and_(*related) if search.all_related else sa.or_(*related)


def _alone(catalog, term, test):
    condition = _written(catalog, test)
    if not term.negated:
        return condition
    # What is not known to hold does not hold.
    return sa.not_(sa.func.coalesce(condition, sa.false()))


def _together(catalog, tests, table):
    """Write tests so that those along one relation are about one row."""
    conditions, by_relation = [], {}
    for test in tests:
        if isinstance(test, resolved.FieldTest) and test.path:
            by_relation.setdefault(id(test.path[0]), []).append(test)
        else:
            conditions.append(_written(catalog, test, table))
    for along in by_relation.values():
        hop = along[0].path[0].hop(table)
        deeper = [
            dataclasses.replace(test, path=test.path[1:]) for test in along
        ]
        related = (
            sa.select(sa.literal_column('1'))
            .select_from(hop.source)
            .where(hop.on, _together(catalog, deeper, hop.target))
            .exists()
        )
        conditions.append(sql.costly(related))
    return sa.and_(*conditions)


def _written(catalog, test, table=None):
    return sql.condition(resolved.ResolvedFilter(test, catalog, None), table)


def _size(test):
    operand = getattr(test, 'operand', None)
    return len(operand) if isinstance(operand, tuple) else 1


def _refuse_many(number):
    if number > _MAX_VALUES:
        raise domain_errors.InvalidFilter(
            reason=f'A list is filtered by at most {_MAX_VALUES} values.'
        )


def _refuse_far(tests):
    if sum(len(test.path) for test in tests) > _MAX_RELATIONS:
        raise domain_errors.InvalidFilter(
            reason='A list is filtered along at most '
            f'{_MAX_RELATIONS} relations.'
        )


def is_of_type(catalog, types):
    """Return the condition that the rows are of one of some types."""
    return sa.true() if catalog.root.name in types else sa.false()
