"""What the text of one query parameter means."""

import uuid as uuids

from oslo_utils import uuidutils

from placement_inv.objects.placement.candidates import errors

#: More digits than any amount that a provider could have.
_MAX_DIGITS = 100
_FORBIDDEN_FORM = 'HW_CPU_X86_VMX,!CUSTOM_MAGIC'
_FORM = 'HW_CPU_X86_VMX,CUSTOM_MAGIC'


def resources(text):
    """Return (resource class, amount) pairs of 'VCPU:2,DISK_GB:10'."""
    if not text.strip():
        raise errors.EmptyResources()
    amounts = {}
    for item in text.split(','):
        name, colon, amount = item.partition(':')
        if not colon or ':' in amount:
            raise errors.MalformedResources(text=item)
        amounts[name] = _amount(name, amount)
    return tuple(amounts.items())


def _amount(name, text):
    try:
        if len(text) > _MAX_DIGITS:
            raise ValueError(text)
        amount = int(text)
    except ValueError as error:
        raise errors.AmountNotInteger(
            resource_class=name, amount=text
        ) from error
    if amount < 1:
        raise errors.AmountNotPositive(resource_class=name, amount=amount)
    return amount


def traits(text, edition):
    """Return (required, forbidden) of 'A,!B', or of 'in:A,B'.

    Required are sets of traits, one of each is needed; forbidden is a set.
    """
    if text.startswith('in:'):
        return (_any_traits(text, edition),), frozenset()
    return _plain_traits(text, edition.forbidden_traits)


def root_traits(text):
    """Return the sets (required, forbidden) of 'A,!B', all of A needed."""
    if text.startswith('in:'):
        raise errors.AnyTraitsTooEarly(text=text)
    required, forbidden = _plain_traits(text, True)
    return frozenset().union(*required), forbidden


def _any_traits(text, edition):
    if not edition.any_traits:
        raise errors.AnyTraitsTooEarly(text=text)
    names = [name.strip() for name in text[len('in:') :].split(',')]
    if not all(names):
        raise errors.EmptyTrait(form=f'in:{_FORM}', text=text)
    if any(name.startswith('!') for name in names):
        raise errors.ForbiddenAmongAnyTraits(text=text)
    return frozenset(names)


def _plain_traits(text, forbidding):
    names = [name.strip() for name in text.split(',')]
    # Any number of exclamation marks means one.
    forbidden = {n.lstrip('!') for n in names if n.startswith('!')}
    if not all(names) or not all(forbidden):
        form = _FORBIDDEN_FORM if forbidding else _FORM
        raise errors.EmptyTrait(form=form, text=text)
    if forbidden and not forbidding:
        raise errors.ForbiddenTraitTooEarly(form=_FORM, text=text)
    required = dict.fromkeys(n for n in names if not n.startswith('!'))
    return tuple(frozenset((n,)) for n in required), frozenset(forbidden)


def aggregates(text):
    """Return (any of these, none of these) of '[!]UUID' or '[!]in:UUID,…'."""
    bare = text.removeprefix('!')
    if bare.startswith('in:'):
        items = bare[len('in:') :].split(',')
    elif ',' in text:
        raise errors.AggregatesWithoutIn(text=text)
    else:
        items = [bare]
    found = frozenset(_uuid(item, errors.BadAggregate) for item in items)
    return (frozenset(), found) if bare != text else (found, frozenset())


def tree(text):
    """Return the UUID of a provider of a tree."""
    return _uuid(text.strip(), errors.BadTree)


def _uuid(text, error):
    """Return a UUID as the tables keep it: dashed, in lower case."""
    if not uuidutils.is_uuid_like(text):
        raise error(text=text)
    return str(uuids.UUID(text))


def suffixes(text):
    """Return the set of group suffixes of '_A,_B'."""
    names = frozenset(name.strip() for name in text.split(','))
    if '' in names:
        raise errors.EmptySuffix()
    return names
