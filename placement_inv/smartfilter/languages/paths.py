"""Resolves the steps of a key to relations, a field and a lookup."""

import dataclasses

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import nearest
from placement_inv.smartfilter.languages import lookups


@dataclasses.dataclass(frozen=True)
class Target:
    """Where a key leads: relations, then an entity, perhaps a field.

    `rest` are the segments after it: a lookup, or nothing.
    """

    path: tuple[catalogs.Relation, ...]
    entity: catalogs.Entity
    field: catalogs.Field | None
    rest: tuple


def resolve(catalog, segments, start=None):
    """Resolve a key of AWX's language; returns a Target.

    The path begins at the relation `start`, or at the root of the catalog.
    Raises UnknownField, Loop or Forbidden.
    """
    return _walk(catalog, segments, start, lookups.ALL, _never_stops)


def resolve_extended(catalog, segments, start, stops):
    """Resolve a key of the extended language; returns a Target.

    The path also ends where ``stops(entity, rest)`` is true. Raises as
    `resolve` does.
    """
    return _walk(catalog, segments, start, lookups.EXTENDED_ALL, stops)


def _never_stops(entity, rest):
    return False


def _walk(catalog, segments, start, lookup_names, stops):
    entity = catalog.target(start) if start else catalog.root
    path = [start] if start else []
    for number, segment in enumerate(segments):
        rest = tuple(segments[number:])
        ends = path and is_lookup(rest, lookup_names)
        if stops(entity, rest) or ends and not entity.step(segment.text):
            return Target(tuple(path), entity, None, rest)
        step = _step(entity, segment, lookup_names)
        if isinstance(step, catalogs.Field):
            return Target(tuple(path), entity, step, rest[1:])
        _refuse_loop(path, step, segment)
        path.append(step)
        entity = catalog.target(step)
    return Target(tuple(path), entity, None, ())


def is_lookup(rest, lookup_names):
    """Tell whether the rest of a key is a single lookup."""
    return (
        len(rest) == 1
        and not rest[0].is_literal
        and rest[0].text in lookup_names
    )


def lookup(target, applicable, lookup_names):
    """Return the lookup of a Target; raises UnknownLookup."""
    if not target.rest:
        return lookups.EXACT
    first = target.rest[0]
    if not is_lookup(target.rest, lookup_names):
        raise errors.UnknownLookup(
            first.place,
            first.text,
            hint=nearest.did_you_mean(first.text, applicable),
        )
    if first.text not in applicable:
        raise errors.UnknownLookup(
            first.place,
            first.text,
            f'{first.text} does not apply to {_subject(target)}.',
        )
    return first.text


def _subject(target):
    if target.field:
        return f'the {target.field.kind.value} field {target.field.name}'
    return f'the relation {target.path[-1].name}'


def _step(entity, segment, lookup_names):
    step = entity.step(segment.text)
    is_extended_only = (
        getattr(step, 'below', None) and lookup_names is lookups.ALL
    )
    if step is None or is_extended_only:
        raise errors.UnknownField(
            segment.place,
            entity.model,
            segment.text,
            hint=nearest.did_you_mean(segment.text, entity.names()),
        )
    if step.sensitive:
        raise errors.Forbidden(segment.place, step.name)
    return step


def _refuse_loop(path, step, segment):
    # By identity: two entities may have relations of one name.
    if any(step is relation for relation in path):
        raise errors.Loop(segment.place, segment.text)
