"""The provider summaries of an answer.

PERF: the database aggregates the resources and traits of a provider to texts,
so that a provider costs one row, and not one for each inventory and trait.
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
_provider_traits = _t.resource_provider_traits.alias('mark')
_traits = _t.traits
_classes = _t.resource_classes


def _text(text):
    return sa.literal_column(f"'{text}'", sa.String)


#: The table of `select`: callers put conditions on its columns.
provider = _t.resource_providers.alias('shown')

#: The id of a trait; `find_trait_names` finds its name.
TRAIT_ID = sa.cast(_provider_traits.c.trait_id, sa.String)
#: The id and the name of a trait, with a blank between.
# PERF: with a join here, planners read all traits each time.
TRAIT_ID_AND_NAME = (
    TRAIT_ID
    + _text(' ')
    + sa.select(_traits.c.name)
    .where(_traits.c.id == _provider_traits.c.trait_id)
    .correlate(_provider_traits)
    .scalar_subquery()
)


# PERF: schedulers send the same request again and again, and building the
# statement takes longer than the database needs for a few providers.
@functools.lru_cache(maxsize=128)
def select(capabilities, named_classes, trait):
    """Return a select of the summaries of `provider`, in the order of ids.

    Columns: id, uuid, parent, root, resources (text), traits (text).
    `named_classes` are (id, name) pairs of the requested classes. `trait` is
    TRAIT_ID_AND_NAME or TRAIT_ID: what the text of traits consists of.
    """
    return sa.select(
        provider.c.id,
        provider.c.uuid,
        provider.c.parent_provider_id,
        provider.c.root_provider_id,
        _select_resources(capabilities, dict(named_classes)),
        _select_traits(trait) if capabilities.traits else sa.null(),
    ).order_by(provider.c.id)


def _select_traits(trait):
    return (
        sa.select(sa.func.aggregate_strings(trait, ','))
        .where(_provider_traits.c.resource_provider_id == provider.c.id)
        .scalar_subquery()
    )


def _select_resources(capabilities, classes):
    item = (
        _text('"')
        + _class_name(classes)
        + _text('":{"capacity":')
        + sa.cast(dialects.whole(fitting.capacity(_inventories.c)), sa.String)
        + _text(',"used":')
        + sa.cast(_inventories.c.used, sa.String)
        + _text('}')
    )
    select = sa.select(sa.func.aggregate_strings(item, ',')).where(
        _inventories.c.resource_provider_id == provider.c.id
    )
    if not capabilities.all_classes:
        is_named = _inventories.c.resource_class_id.in_(sorted(classes))
        select = select.where(is_named)
    return select.scalar_subquery()


def _class_name(classes):
    """Return an expression: the name of an inventory's class."""
    # PERF: most inventories are of classes that the request names.
    name = sa.select(_classes.c.name).where(
        _classes.c.id == _inventories.c.resource_class_id
    )
    return sa.case(
        classes,
        value=_inventories.c.resource_class_id,
        else_=name.correlate(_inventories).scalar_subquery(),
    )


def find_in_trees(ctx, providers, capabilities, named_classes, trait):
    """Return {id: row} of all providers in the trees of some providers."""
    roots = sa.select(_member.c.root_provider_id).where(
        _member.c.id.in_(_literal_ids(providers))
    )
    condition = provider.c.root_provider_id.in_(roots)
    return _read(ctx, condition, capabilities, named_classes, trait)


def find_providers(ctx, providers, capabilities, named_classes, trait):
    """Return {id: row} of some providers."""
    condition = provider.c.id.in_(_literal_ids(providers))
    return _read(ctx, condition, capabilities, named_classes, trait)


def _literal_ids(ids):
    # PERF: numbers are written into the statement: thousands of parameters are
    # slower, and integers need no quoting.
    return sa.bindparam(
        'ids', sorted(ids), expanding=True, literal_execute=True
    )


def _read(ctx, condition, capabilities, named_classes, trait):
    statement = select(capabilities, named_classes, trait).where(condition)
    return {row[0]: row for row in ctx.connection.execute(statement).all()}


def find_trait_names(ctx, rows):
    """Return {id: name} of the traits in rows that have their ids."""
    ids = {int(i) for text in {row[5] for row in rows} for i in _split(text)}
    if not ids:
        return {}
    rows_of_traits = ctx.connection.execute(
        sa.select(_traits.c.id, _traits.c.name).where(
            _traits.c.id.in_(sorted(ids))
        )
    )
    return {str(number): name for number, name in rows_of_traits}


def _split(text):
    return text.split(',') if text else ()


def render(rows, capabilities, uuids, names):
    """Return {uuid: summary} for rows, ready for orjson.

    `uuids` maps ids of parents and roots to UUIDs. `names` maps ids of traits
    to names; it is None where the rows have names already. Traits come in the
    order of their ids: standard ones before custom ones.
    """
    traits, summaries_by_uuid = {None: '[]'}, {}
    for _id, uuid, parent, root, resources, text in rows:
        if text not in traits:
            traits[text] = _serialize_traits(text, names)
        parts = [f'"resources":{{{resources or ""}}}']
        if capabilities.traits:
            parts.append(f'"traits":{traits[text]}')
        if capabilities.nested_providers:
            parent_json = f'"{uuids[parent]}"' if parent else 'null'
            parts.append(
                f'"parent_provider_uuid":{parent_json},'
                f'"root_provider_uuid":"{uuids[root]}"'
            )
        summaries_by_uuid[uuid] = orjson.Fragment(f'{{{",".join(parts)}}}')
    return summaries_by_uuid


def _serialize_traits(text, names):
    traits = {}
    for item in _split(text):
        number, _, name = item.partition(' ')
        name = name or names.get(number)
        # A trait may have been deleted since its id was read.
        if name:
            traits[int(number)] = name
    return orjson.dumps([traits[key] for key in sorted(traits)]).decode()
