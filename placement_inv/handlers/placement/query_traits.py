"""What `required` of providers says: traits wanted, and traits unwanted."""

from placement_inv.handlers.placement import allocation_candidates
from placement_inv.handlers.placement import query
from placement_inv.objects.placement.candidates import query_values

#: Each set is a condition of its own, and SQLite nests them all.
_MAX_SETS = 200


def parse_required(values, version):
    """Return (required, forbidden) of the values of `required`.

    Required are sets of traits, one of each is needed; forbidden is a set.
    """
    if not values:
        return (), frozenset()
    edition = allocation_candidates.edition_at(version)
    if not edition.any_traits:
        # Where a parameter that must not repeat does, the last one counts.
        values = values[-1:]
    wanted, unwanted = {}, frozenset()
    for value in values:
        # Which refuses what is beyond all use.
        query.split(value)
        sets, forbidden = query_values.traits(value, edition)
        wanted |= dict.fromkeys(sets)
        unwanted |= forbidden
    if len(wanted) > _MAX_SETS:
        raise query.BadValue(reason=f'More than {_MAX_SETS} required traits')
    return tuple(wanted), unwanted
