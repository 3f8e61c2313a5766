"""Parsers of one value of one query parameter.

Each function takes the text of the value and returns the parsed value, or
raises a class of `errors`. The language is OpenStack Placement's (Placement
API reference, "List resource providers" and "List allocation candidates").
"""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import limits

_IN = 'in:'
_FORBIDDEN_FORM = 'HW_CPU_X86_VMX,!CUSTOM_MAGIC'
_FORM = 'HW_CPU_X86_VMX,CUSTOM_MAGIC'


def split_items(text, things='values between commas', limit=limits.MAX_ITEMS):
    """Return the items between commas; raise TooManyItems over the limit."""
    limits.check(text.count(',') + 1, things, limit)
    return text.split(',')


def parse_resources(text):
    """Return (resource class, amount) pairs of 'VCPU:2,DISK_GB:10'.

    Where a class is named twice, the last amount counts.
    """
    if not text.strip():
        raise errors.EmptyResources()
    amounts = {}
    for item in split_items(text, 'resource classes', limits.MAX_CLASSES):
        name, colon, amount = item.partition(':')
        if not colon or ':' in amount:
            raise errors.MalformedResources(text=item)
        amounts[name] = _parse_amount(name, amount)
    return tuple(amounts.items())


def _parse_amount(name, text):
    """Return an integer from 1 to limits.MAX_AMOUNT."""
    try:
        if len(text) > limits.MAX_AMOUNT_DIGITS:
            raise ValueError(text)
        amount = int(text)
    except ValueError as error:
        raise errors.AmountNotInteger(
            resource_class=name, amount=text
        ) from error
    if amount < 1:
        raise errors.AmountNotPositive(resource_class=name, amount=amount)
    return min(amount, limits.MAX_AMOUNT)


def parse_traits(text, capabilities):
    """Return (required, forbidden) traits of 'A,!B' or of 'in:A,B'.

    The required traits are a tuple of sets; a provider needs one trait of
    each set. The forbidden traits are one set. `capabilities` are those of
    the request's version.
    """
    if text.startswith(_IN):
        return (_parse_any_traits(text, capabilities),), frozenset()
    return _parse_plain_traits(text, capabilities.forbidden_traits)


def parse_root_traits(text):
    """Return the sets (required, forbidden) of traits of 'A,!B'.

    The root provider needs all required traits.
    """
    if text.startswith(_IN):
        raise errors.AnyTraitsTooEarly(text=text)
    sets, forbidden_traits = _parse_plain_traits(text, True)
    return frozenset().union(*sets), forbidden_traits


def _parse_any_traits(text, capabilities):
    if not capabilities.any_traits:
        raise errors.AnyTraitsTooEarly(text=text)
    names = _split_names(text.removeprefix(_IN))
    if not all(names):
        raise errors.EmptyTrait(form=f'{_IN}{_FORM}', text=text)
    if any(name.startswith('!') for name in names):
        raise errors.ForbiddenAmongAnyTraits(text=text)
    return frozenset(names)


def _parse_plain_traits(text, may_forbid):
    names = _split_names(text)
    # Any number of exclamation marks means one.
    forbidden_traits = {n.lstrip('!') for n in names if n.startswith('!')}
    if not all(names) or not all(forbidden_traits):
        form = _FORBIDDEN_FORM if may_forbid else _FORM
        raise errors.EmptyTrait(form=form, text=text)
    if forbidden_traits and not may_forbid:
        raise errors.ForbiddenTraitTooEarly(form=_FORM, text=text)
    required_traits = dict.fromkeys(n for n in names if not n.startswith('!'))
    sets = tuple(frozenset((n,)) for n in required_traits)
    return sets, frozenset(forbidden_traits)


def parse_aggregates(text):
    """Return (aggregates, forbidden ones) of '[!]UUID' or '[!]in:UUID,…'.

    Both are sets of normalized UUIDs; one of them is empty.
    """
    listing = text.removeprefix('!')
    if listing.startswith(_IN):
        items = split_items(listing.removeprefix(_IN))
    elif ',' in text:
        raise errors.AggregatesWithoutIn(text=text)
    else:
        items = [listing]
    aggregates = frozenset(
        _parse_uuid(item, errors.BadAggregate) for item in items
    )
    if listing != text:
        return frozenset(), aggregates
    return aggregates, frozenset()


def parse_tree(text):
    """Return the normalized UUID of a provider in a tree."""
    return _parse_uuid(text.strip(), errors.BadTree)


def _parse_uuid(text, error):
    if not uuidutils.is_uuid_like(text):
        raise error(text=text)
    return uuids.normalize(text)


def parse_suffixes(text):
    """Return the set of group suffixes of '_A,_B'."""
    suffixes = frozenset(_split_names(text))
    if '' in suffixes:
        raise errors.EmptySuffix()
    return suffixes


def _split_names(text):
    return [name.strip() for name in split_items(text)]
