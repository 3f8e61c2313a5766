"""Parsers of all values of one query parameter.

The functions take the list of values, empty where the query does not have
the parameter. Some parameters may repeat, from a certain version on. Of a
parameter that may not repeat, one value counts and the others are ignored.
"""

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import limits
from placement_inv.handlers.placement.query import texts


def last_value(query, name):
    """Return the last value of a parameter; None if it is absent or empty."""
    return query.get(name, [None])[-1] or None


def first_value(query, name):
    """Return the first value of a parameter; None where it is absent."""
    return query[name][0] if query.get(name) else None


def parse_resources(values):
    """Return the (resource class, amount) pairs of the last value.

    All values must be valid.
    """
    resources = ()
    for value in values:
        resources = texts.parse_resources(value)
    return resources


def parse_required(values, capabilities):
    """Return (required, forbidden) traits of the values of `required`.

    The required traits are a tuple of sets; a provider needs one trait of
    each set. The forbidden traits are one set.
    """
    if not capabilities.any_traits:
        values = values[-1:]
    required_sets, forbidden_traits = {}, frozenset()
    for value in values:
        sets, more_forbidden = texts.parse_traits(value, capabilities)
        required_sets |= dict.fromkeys(sets)
        forbidden_traits |= more_forbidden
    limits.check(len(required_sets), 'sets of traits', limits.MAX_SETS)
    return tuple(required_sets), forbidden_traits


def parse_member_of(values, capabilities, suffix=''):
    """Return (member_of, not_member_of) of the values of `member_of`.

    `member_of` is a tuple of sets of UUIDs; a provider is a member of one
    aggregate of each set. `not_member_of` is a set of UUIDs. `suffix` is the
    suffix of the parameter's name, for the error.
    """
    if len(values) > 1 and not capabilities.repeated_member_of:
        raise errors.RepeatedMemberOf(suffix=suffix)
    member_of, not_member_of = {}, frozenset()
    for value in values:
        aggregates, not_aggregates = texts.parse_aggregates(value)
        if not_aggregates and not capabilities.forbidden_aggregates:
            raise errors.ForbiddenAggregateTooEarly(suffix=suffix)
        if aggregates:
            member_of[aggregates] = None
        not_member_of |= not_aggregates
    limits.check(len(member_of), 'sets of aggregates', limits.MAX_SETS)
    limits.check_aggregates((*member_of, not_member_of))
    return tuple(member_of), not_member_of


def parse_in_tree(values):
    """Return the UUID in the last value; None where there is no value."""
    return texts.parse_tree(values[-1]) if values else None


def parse_root_required(values):
    """Return the sets (required, forbidden) of traits of `root_required`."""
    if len(values) > 1:
        raise errors.RepeatedRootRequired()
    if not values:
        return frozenset(), frozenset()
    required_traits, forbidden_traits = texts.parse_root_traits(values[0])
    conflicts = required_traits & forbidden_traits
    if conflicts:
        raise errors.ConflictingRootTraits(traits=', '.join(sorted(conflicts)))
    return required_traits, forbidden_traits


def parse_same_subtree(values):
    """Return the sets of group suffixes, one for each value."""
    return tuple(map(texts.parse_suffixes, values))


def parse_limit(query):
    """Return the first `limit` as an integer; None for no limit.

    The schema of the query guarantees that the value is digits.
    """
    text = first_value(query, 'limit')
    if text is None or len(text) > limits.MAX_LIMIT_DIGITS:
        return None
    return int(text)
