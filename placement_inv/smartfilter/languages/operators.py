"""Combines the operator of a term with the lookup of its key."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import lookups


def combine_lookup(term, lookup, place=None):
    """Return the lookup that a key and its operator mean together.

    ``a >= 1`` is ``a__gte=1``, and ``a__version >= 1`` is
    ``a__version_gte``. Raises UnknownLookup where they do not combine.
    """
    order = lookups.OF_OPERATOR.get(term.operator)
    if order is None and term.operator != lookups.EXISTS:
        return lookup
    if lookup == lookups.EXACT:
        return order or lookups.EXISTS
    if lookup == 'version' and order:
        return f'version_{order}'
    raise operator_error(term, lookup, place)


def operator_error(term, subject, place=None):
    """Return the error for an operator that cannot follow a lookup."""
    return errors.UnknownLookup(
        place or term.key.place,
        subject,
        f'{subject} cannot be followed by "{term.operator}".',
        expectations=['"="', '"!="', '"in"'],
    )


def any_of(tests):
    """Return the node of tests of which one has to hold."""
    tests = tuple(tests)
    return tests[0] if len(tests) == 1 else resolved.Some(tests)
