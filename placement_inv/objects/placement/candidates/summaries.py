"""What an answer tells of the providers in it.

PERF: the database writes the resources and traits of a provider down as
texts, so that a provider costs one row, and not one for each number in it.
"""

import functools

import orjson
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.placement import fitting

_t = tables.placement
_member = _t.resource_providers.alias('member')
_inventories = _t.inventories.alias('inventory')
_marks = _t.resource_provider_traits.alias('mark')
_traits = _t.traits
_classes = _t.resource_classes


#: The rows that `select` is about: conditions go on its columns.
provider = _t.resource_providers.alias('shown')

#: The id of a trait; `trait_names` turns it into a name.
TRAIT_ID = sa.cast(_marks.c.trait_id, sa.String)
# PERF: a join here would tempt the planner to read all traits each time.
TRAIT_NAME = (
    sa.select(_traits.c.name)
    .where(_traits.c.id == _marks.c.trait_id)
    .correlate(_marks)
    .scalar_subquery()
)


# PERF: schedulers ask the same again and again, and putting a statement
# together takes longer than the database needs for a few providers.
@functools.lru_cache(maxsize=128)
def select(capabilities, named_classes, trait):
    """Return a select of what is to be shown of each `provider`, in order.

    Columns: id, uuid, parent, root, resources (text), traits (text).
    `named_classes` are (id, name) pairs of those that were asked for, `trait`
    is how the text of traits names one: TRAIT_NAME or TRAIT_ID.
    """
    return sa.select(
        provider.c.id,
        provider.c.uuid,
        provider.c.parent_provider_id,
        provider.c.root_provider_id,
        _resources(capabilities, dict(named_classes)),
        _names(trait) if capabilities.traits else sa.null(),
    ).order_by(provider.c.id)


def _names(trait):
    return (
        sa.select(sa.func.aggregate_strings(trait, ','))
        .where(_marks.c.resource_provider_id == provider.c.id)
        .scalar_subquery()
    )


def _resources(capabilities, classes):
    item = (
        _text('"')
        + _class_name(classes)
        + _text('":{"capacity":')
        + sa.cast(dialects.whole(fitting.capacity(_inventories.c)), sa.String)
        + _text(',"used":')
        + sa.cast(_inventories.c.used, sa.String)
        + _text('}')
    )
    found = sa.select(sa.func.aggregate_strings(item, ',')).where(
        _inventories.c.resource_provider_id == provider.c.id
    )
    if not capabilities.all_classes:
        shown = _inventories.c.resource_class_id.in_(sorted(classes))
        found = found.where(shown)
    return found.scalar_subquery()


def _text(text):
    return sa.literal_column(f"'{text}'", sa.String)


def _class_name(classes):
    """Return an expression: the name of an inventory's class."""
    # PERF: most inventories are of classes whose names we know.
    name = sa.select(_classes.c.name).where(
        _classes.c.id == _inventories.c.resource_class_id
    )
    return sa.case(
        classes,
        value=_inventories.c.resource_class_id,
        else_=name.correlate(_inventories).scalar_subquery(),
    )


def of_trees(ctx, providers, capabilities, named_classes, trait):
    """Return {id: row} of all providers in the trees of some providers."""
    roots = sa.select(_member.c.root_provider_id).where(
        _member.c.id.in_(_listed(providers))
    )
    within = provider.c.root_provider_id.in_(roots)
    return _read(ctx, within, capabilities, named_classes, trait)


def of_providers(ctx, providers, capabilities, named_classes, trait):
    """Return {id: row} of some providers."""
    within = provider.c.id.in_(_listed(providers))
    return _read(ctx, within, capabilities, named_classes, trait)


def _listed(ids):
    # PERF: numbers written into the statement; thousands of parameters cost
    # more than they protect from.
    return sa.bindparam(
        'ids', sorted(ids), expanding=True, literal_execute=True
    )


def _read(ctx, within, capabilities, named_classes, trait):
    statement = select(capabilities, named_classes, trait).where(within)
    return {row[0]: row for row in ctx.connection.execute(statement).all()}


def trait_names(ctx, rows):
    """Return {id: name} of the traits in rows that have their ids."""
    ids = {int(i) for text in {row[5] for row in rows} for i in _split(text)}
    if not ids:
        return {}
    found = ctx.connection.execute(
        sa.select(_traits.c.id, _traits.c.name).where(
            _traits.c.id.in_(sorted(ids))
        )
    )
    return {str(number): name for number, name in found}


def _split(text):
    return text.split(',') if text else ()


def render(rows, capabilities, uuids, names):
    """Return {uuid: summary} for rows, ready for orjson.

    `uuids` has those of the parents and roots by id; `names` those of traits
    where the rows have ids, None where they have names.
    """
    traits, written = {None: '[]'}, {}
    for _id, uuid, parent, root, resources, text in rows:
        if text not in traits:
            traits[text] = _written_traits(text, names)
        parts = [f'"resources":{{{resources or ""}}}']
        if capabilities.traits:
            parts.append(f'"traits":{traits[text]}')
        if capabilities.nested:
            above = f'"{uuids[parent]}"' if parent else 'null'
            parts.append(
                f'"parent_provider_uuid":{above},'
                f'"root_provider_uuid":"{uuids[root]}"'
            )
        written[uuid] = orjson.Fragment(f'{{{",".join(parts)}}}')
    return written


def _written_traits(text, names):
    found = _split(text)
    if names is not None:
        found = [names[number] for number in found if number in names]
    return orjson.dumps(sorted(found)).decode()
