"""Which entity, field and lookup the steps of a key lead to."""

import dataclasses

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import lookups
from placement_inv.smartfilter import nearest


@dataclasses.dataclass(frozen=True)
class Resolved:
    """The relations walked, what stands at their end, and what is left."""

    path: tuple[catalogs.Relation, ...]
    entity: catalogs.Entity
    field: catalogs.Field | None
    rest: tuple


def resolve(catalog, segments, entity=None, path=()):
    """Walk a key as far as its fields and relations go.

    The rest is what follows: a lookup, or nothing.
    """
    entity = entity or catalog.root
    walked = list(path)
    for number, segment in enumerate(segments):
        rest = tuple(segments[number:])
        if walked and _is_lookup(segment, rest, entity):
            return Resolved(tuple(walked), entity, None, rest)
        step = _step(entity, segment)
        if isinstance(step, catalogs.Field):
            return Resolved(tuple(walked), entity, step, rest[1:])
        _refuse_loop(walked, step, segment)
        walked.append(step)
        entity = catalog.target(step)
    return Resolved(tuple(walked), entity, None, ())


def _is_lookup(segment, rest, entity):
    return (
        len(rest) == 1
        and segment.text in lookups.ALL
        and entity.step(segment.text) is None
    )


def _step(entity, segment):
    step = entity.step(segment.text)
    if step is None:
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
