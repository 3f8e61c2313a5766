"""How the operator of a term joins with the lookup of its key."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import lookups


def lookup_of(term, lookup, place=None):
    """Give the lookup that a key and the operator behind it ask together.

    ``a >= 1`` is ``a__gte=1``, and ``a__version >= 1`` has its own.
    """
    order = lookups.OF_OPERATOR.get(term.operator)
    if order is None and term.operator != lookups.EXISTS:
        return lookup
    if lookup == lookups.EXACT:
        return order or lookups.EXISTS
    if lookup == 'version' and order:
        return f'version_{order}'
    raise refusal(term, lookup, place)


def refusal(term, what, place=None):
    """Give the error for an operator that cannot follow."""
    return errors.UnknownLookup(
        place or term.key.place,
        what,
        f'{what} cannot be followed by "{term.operator}".',
        expected=['"="', '"!="', '"in"'],
    )


def some(tests):
    """Join tests of which one has to hold."""
    tests = tuple(tests)
    return tests[0] if len(tests) == 1 else resolved.Some(tests)
