"""What a request asks of providers, in ids."""

import collections
import dataclasses

#: No inventory has a larger unit.
_MAX_UNIT = 2**31 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Demand:
    """What one group asks of a provider; groups alike share a demand.

    A granular demand is for one provider as a whole. The other kind is met
    by any provider that has room for one of its resources; its `required`
    traits are the affair of all the providers chosen for it.
    """

    granular: bool
    #: (class id, amount) pairs.
    resources: tuple[tuple[int, int], ...]
    #: Sets of traits; one of each is needed.
    required: tuple[frozenset[int], ...]
    forbidden: frozenset[int]
    #: Sets of aggregates; membership in one of each is needed.
    member_of: tuple[frozenset[int], ...]
    not_member_of: frozenset[int]
    #: The root of the only tree that will do.
    tree: int | None

    @property
    def all_traits(self):
        """What the masks of all chosen providers together must be."""
        return (1 << len(self.required)) - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One choice of a provider that every candidate makes."""

    suffix: str
    #: Number of the pool of providers to choose from.
    pool: int
    #: (class id, amount) pairs to take.
    amounts: tuple[tuple[int, int], ...]

    @property
    def granular(self):
        return bool(self.suffix)


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is asked, in ids.

    Pools are (number of the demand, class id) pairs: the providers with room
    for the class, or, where the class is None, for a whole granular demand.
    """

    demands: tuple[Demand, ...]
    pools: tuple[tuple[int, int | None], ...]
    slots: tuple[Slot, ...]
    #: Numbers of the slots that must lie below one of their providers.
    subtrees: tuple[tuple[int, ...], ...]
    #: Classes that several slots may take from one provider.
    contested: tuple[int, ...]
    root_required: frozenset[int]
    root_forbidden: frozenset[int]
    isolate: bool
    #: Whether several providers of one tree may serve together.
    nested: bool
    #: (class id, name) pairs of the classes asked for.
    named_classes: tuple[tuple[int, str], ...]

    @property
    def class_names(self):
        """The names by id of the classes asked for."""
        return dict(self.named_classes)

    @property
    def spread(self):
        """The demand that several providers may meet; None without one."""
        return next((d for d in self.demands if not d.granular), None)

    @property
    def independent(self):
        """Whether any choice for a slot goes with any for the others."""
        granular = [slot for slot in self.slots if slot.granular]
        return not (
            not self.nested
            or self.subtrees
            or self.contested
            or (self.isolate and len(granular) > 1)
            or (self.spread is not None and self.spread.required)
        )


def plan(request, catalog):
    """Return the Plan of a request; None where nobody can ever serve it."""
    demands, pools, slots = {}, {}, []
    for group in request.groups:
        demand = _demand(group, catalog)
        if demand is None:
            return None
        number = demands.setdefault(demand, len(demands))
        slots.extend(_slots(group, demand, number, pools))
    counts = collections.Counter(
        class_id for slot in slots for class_id, _amount in slot.amounts
    )
    return Plan(
        demands=tuple(demands),
        pools=tuple(pools),
        slots=tuple(slots),
        subtrees=_subtrees(request.same_subtrees, slots),
        contested=tuple(c for c, count in counts.items() if count > 1),
        root_required=_ids(request.root_required, catalog.traits),
        root_forbidden=_ids(request.root_forbidden, catalog.traits),
        isolate=request.isolate,
        nested=request.capabilities.nested,
        named_classes=tuple(
            sorted((number, n) for n, number in catalog.classes.items())
        ),
    )


def _demand(group, catalog):
    """Return a group's Demand; None where nothing can meet it."""
    tree = catalog.trees.get(group.in_tree)
    member_of = tuple(_ids(s, catalog.aggregates) for s in group.member_of)
    amounts = [amount for _name, amount in group.resources]
    if (
        (group.in_tree is not None and tree is None)
        or not all(member_of)
        or max(amounts, default=0) > _MAX_UNIT
    ):
        return None
    return Demand(
        granular=group.granular,
        resources=tuple(
            (catalog.classes[name], amount) for name, amount in group.resources
        ),
        required=tuple(_ids(s, catalog.traits) for s in group.required),
        forbidden=_ids(group.forbidden, catalog.traits),
        member_of=member_of,
        not_member_of=_ids(group.not_member_of, catalog.aggregates),
        tree=tree,
    )


def _ids(names, numbers):
    return frozenset(numbers[name] for name in names if name in numbers)


def _slots(group, demand, number, pools):
    """Yield the slots of one group, adding the pools they choose from."""
    if demand.granular:
        pool = pools.setdefault((number, None), len(pools))
        yield Slot(group.suffix, pool, demand.resources)
        return
    for resource in demand.resources:
        pool = pools.setdefault((number, resource[0]), len(pools))
        yield Slot(group.suffix, pool, (resource,))


def _subtrees(same_subtrees, slots):
    found = []
    for suffixes in same_subtrees:
        members = tuple(
            number
            for number, slot in enumerate(slots)
            if slot.suffix in suffixes
        )
        # One provider is always below itself.
        if len(members) > 1:
            found.append(members)
    return tuple(dict.fromkeys(found))
