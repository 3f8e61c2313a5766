"""Which entity, field and lookup the steps of a key lead to."""

import dataclasses

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import nearest
from placement_inv.smartfilter.languages import lookups


@dataclasses.dataclass(frozen=True)
class Resolved:
    """The relations walked, what stands at their end, and what is left."""

    path: tuple[catalogs.Relation, ...]
    entity: catalogs.Entity
    field: catalogs.Field | None
    rest: tuple


def resolve(catalog, segments, start=None):
    """Walk a key as far as its fields and relations go, as AWX does.

    The rest is what follows: a lookup, or nothing.
    """
    return _resolved(catalog, segments, start, lookups.ALL, _never)


def resolve_wide(catalog, segments, start, stops):
    """Walk a key that may say more.

    The walk also ends where ``stops(entity, rest)`` says so.
    """
    return _resolved(catalog, segments, start, lookups.WIDE_ALL, stops)


def _never(entity, rest):
    return False


def _resolved(catalog, segments, start, known, stops):
    entity = catalog.target(start) if start else catalog.root
    walked = [start] if start else []
    for number, segment in enumerate(segments):
        rest = tuple(segments[number:])
        ends = walked and is_lookup(rest, known)
        if stops(entity, rest) or ends and not entity.step(segment.text):
            return Resolved(tuple(walked), entity, None, rest)
        step = _step(entity, segment, known)
        if isinstance(step, catalogs.Field):
            return Resolved(tuple(walked), entity, step, rest[1:])
        _refuse_loop(walked, step, segment)
        walked.append(step)
        entity = catalog.target(step)
    return Resolved(tuple(walked), entity, None, ())


def is_lookup(rest, known):
    """Say whether nothing but a lookup is left of a key."""
    return len(rest) == 1 and not rest[0].literal and rest[0].text in known


def lookup(found, allowed, known):
    """Give the lookup that the rest of a key names."""
    if not found.rest:
        return lookups.EXACT
    first = found.rest[0]
    if not is_lookup(found.rest, known):
        raise errors.UnknownLookup(
            first.place,
            first.text,
            hint=nearest.did_you_mean(first.text, allowed),
        )
    if first.text not in allowed:
        raise errors.UnknownLookup(
            first.place,
            first.text,
            f'{first.text} does not apply to {_described(found)}.',
        )
    return first.text


def _described(found):
    if found.field:
        return f'the {found.field.kind.value} field {found.field.name}'
    return f'the relation {found.path[-1].name}'


def _step(entity, segment, known):
    step = entity.step(segment.text)
    too_wide = getattr(step, 'below', None) and known is lookups.ALL
    if step is None or too_wide:
        raise errors.UnknownField(
            segment.place,
            entity.model,
            segment.text,
            hint=nearest.did_you_mean(segment.text, entity.names()),
        )
    if step.sensitive:
        raise errors.Forbidden(segment.place, step.name)
    return step


def _refuse_loop(walked, step, segment):
    # By identity: two entities may have relations of one name.
    if any(step is relation for relation in walked):
        raise errors.Loop(segment.place, segment.text)
