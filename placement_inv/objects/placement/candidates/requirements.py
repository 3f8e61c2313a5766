"""What a request demands of providers, by ids."""

import collections
import dataclasses

#: No inventory has a larger unit.
_MAX_UNIT = 2**31 - 1
#: Ids of aggregates that are many.
_MANY_IDS = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class Demand:
    """What one group demands of a provider; equal groups share a demand.

    One provider must meet a granular demand as a whole. Several providers may
    meet any other demand, each with capacity for one of its resources;
    together they must have its `required_traits`.
    """

    is_granular: bool
    #: (class id, amount) pairs.
    resources: tuple[tuple[int, int], ...]
    #: Sets of traits; one of each is needed.
    required_traits: tuple[frozenset[int], ...]
    forbidden_traits: frozenset[int]
    #: Sets of aggregates; membership in one of each is needed.
    member_of: tuple[frozenset[int], ...]
    not_member_of: frozenset[int]
    #: The id of the root of the tree that must serve; None for any tree.
    tree: int | None

    @property
    def all_traits(self):
        """The union that the masks of all chosen providers must have."""
        return (1 << len(self.required_traits)) - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One choice of a provider that every candidate makes."""

    suffix: str
    #: Number of the pool of providers to choose from.
    pool: int
    #: (class id, amount) pairs to take.
    amounts: tuple[tuple[int, int], ...]

    @property
    def is_granular(self):
        """Whether it is the only slot of its group."""
        return bool(self.suffix)


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A whole request, by ids.

    Pools are (number of the demand, class id) pairs: the providers with
    capacity for the class, or, where the class is None, for a whole granular
    demand.
    """

    demands: tuple[Demand, ...]
    pools: tuple[tuple[int, int | None], ...]
    slots: tuple[Slot, ...]
    #: Numbers of the slots that must lie below one of their providers.
    subtrees: tuple[tuple[int, ...], ...]
    #: Classes that several slots may take from one provider.
    contested_classes: tuple[int, ...]
    root_required: frozenset[int]
    root_forbidden: frozenset[int]
    isolate: bool
    #: Whether several providers of one tree may serve together.
    nested_providers: bool
    #: (class id, name) pairs of the classes asked for.
    named_classes: tuple[tuple[int, str], ...]

    @property
    def class_names(self):
        """The names by id of the classes asked for."""
        return dict(self.named_classes)

    @property
    def has_many_ids(self):
        """Whether the plan names very many aggregates."""
        count = sum(
            len(aggregates)
            for demand in self.demands
            for aggregates in (*demand.member_of, demand.not_member_of)
        )
        return count > _MANY_IDS

    @property
    def spread_demand(self):
        """The demand that several providers may meet; None without one."""
        return next((d for d in self.demands if not d.is_granular), None)

    @property
    def is_independent(self):
        """Whether any choice for a slot goes with any for the others."""
        granular = [slot for slot in self.slots if slot.is_granular]
        return not (
            not self.nested_providers
            or self.subtrees
            or self.contested_classes
            or (self.isolate and len(granular) > 1)
            or (
                self.spread_demand is not None
                and self.spread_demand.required_traits
            )
        )


def plan(request, catalog):
    """Return the Plan of a request; None where no provider can serve it."""
    demands, pools, slots = {}, {}, []
    for group in request.groups:
        demand = _create_demand(group, catalog)
        if demand is None:
            return None
        number = demands.setdefault(demand, len(demands))
        slots.extend(_create_slots(group, demand, number, pools))
    counts = collections.Counter(
        class_id for slot in slots for class_id, _amount in slot.amounts
    )
    return Plan(
        demands=tuple(demands),
        pools=tuple(pools),
        slots=tuple(slots),
        subtrees=_find_subtrees(request.same_subtrees, slots),
        contested_classes=tuple(c for c, count in counts.items() if count > 1),
        root_required=_find_ids(request.root_required, catalog.traits),
        root_forbidden=_find_ids(request.root_forbidden, catalog.traits),
        isolate=request.isolate,
        nested_providers=request.capabilities.nested_providers,
        named_classes=tuple(
            sorted((number, n) for n, number in catalog.classes.items())
        ),
    )


def _create_demand(group, catalog):
    """Return the Demand of a group; None where no provider can meet it."""
    tree = catalog.trees.get(group.in_tree)
    member_of = tuple(
        _find_ids(s, catalog.aggregates) for s in group.member_of
    )
    amounts = [amount for _name, amount in group.resources]
    if (
        (group.in_tree is not None and tree is None)
        or not all(member_of)
        or max(amounts, default=0) > _MAX_UNIT
    ):
        return None
    return Demand(
        is_granular=group.is_granular,
        resources=tuple(
            (catalog.classes[name], amount) for name, amount in group.resources
        ),
        required_traits=tuple(
            _find_ids(s, catalog.traits) for s in group.required_traits
        ),
        forbidden_traits=_find_ids(group.forbidden_traits, catalog.traits),
        member_of=member_of,
        not_member_of=_find_ids(group.not_member_of, catalog.aggregates),
        tree=tree,
    )


def _find_ids(names, numbers):
    return frozenset(numbers[name] for name in names if name in numbers)


def _create_slots(group, demand, number, pools):
    """Yield the slots of one group, adding the pools they choose from."""
    if demand.is_granular:
        pool = pools.setdefault((number, None), len(pools))
        yield Slot(group.suffix, pool, demand.resources)
        return
    for resource in demand.resources:
        pool = pools.setdefault((number, resource[0]), len(pools))
        yield Slot(group.suffix, pool, (resource,))


def _find_subtrees(same_subtrees, slots):
    subtrees = []
    for suffixes in same_subtrees:
        members = tuple(
            number
            for number, slot in enumerate(slots)
            if slot.suffix in suffixes
        )
        # A single slot needs no check: its provider is below itself.
        if len(members) > 1:
            subtrees.append(members)
    return tuple(dict.fromkeys(subtrees))
