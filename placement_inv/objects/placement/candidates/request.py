"""The values that the modules of the candidates engine exchange."""

import dataclasses
import random
from typing import Any

#: Ways to walk the trees that can serve a request.
DEPTH_FIRST = 'depth-first'
BREADTH_FIRST = 'breadth-first'


@dataclasses.dataclass(frozen=True, slots=True)
class Capabilities:
    """What one version of the API can express in queries and answers."""

    #: `required=!TRAIT`.
    forbidden_traits: bool = False
    #: `required` repeats, and `required=in:A,B` accepts any of several.
    any_traits: bool = False
    #: `member_of` repeats, and all of its sets must be met.
    repeated_member_of: bool = False
    #: `member_of=!UUID`.
    forbidden_aggregates: bool = False
    #: Groups have names such as `_PORT1`, not only numbers.
    named_groups: bool = False
    #: `same_subtree`, and groups in it that ask for no resources.
    same_subtree: bool = False
    #: Several providers of one tree may serve a request together.
    nested_providers: bool = False
    #: Allocations are a dict by provider, as PUT /allocations takes them.
    keyed_allocations: bool = False
    #: Each candidate says which providers serve which group.
    mappings: bool = False
    #: Summaries show the traits of providers.
    traits: bool = False
    #: Summaries show all resource classes, not only those asked for.
    all_classes: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RequestGroup:
    """What one group of the query requests, by names."""

    #: '' for the group that several providers may serve together.
    suffix: str
    #: (resource class, amount) pairs.
    resources: tuple[tuple[str, int], ...] = ()
    #: Sets of traits; one of each is needed.
    required_traits: tuple[frozenset[str], ...] = ()
    forbidden_traits: frozenset[str] = frozenset()
    #: Sets of aggregates; membership in one of each is needed.
    member_of: tuple[frozenset[str], ...] = ()
    not_member_of: frozenset[str] = frozenset()
    #: Any provider of the tree that must serve the group.
    in_tree: str | None = None

    @property
    def is_granular(self):
        """Whether a single provider must serve the whole group."""
        return bool(self.suffix)


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """What a query requests, by names."""

    groups: tuple[RequestGroup, ...]
    #: Whether each granular group needs a provider to itself.
    isolate: bool = False
    #: Sets of suffixes: the providers of these groups must be in one subtree,
    #: whose top is one of them.
    same_subtrees: tuple[frozenset[str], ...] = ()
    root_required: frozenset[str] = frozenset()
    root_forbidden: frozenset[str] = frozenset()
    #: How many candidates to return; None for all.
    limit: int | None = None
    capabilities: Capabilities = Capabilities()


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """How candidates are chosen: the deployer's options."""

    strategy: str = DEPTH_FIRST
    #: The most candidates that any request gets; negative for no limit.
    max_candidates: int = -1
    #: The source of random order; None for a fixed order.
    rng: random.Random | None = None

    def candidate_limit(self, request):
        """Return the number of candidates to search; None for all."""
        limits = (request.limit or 0, self.max_candidates)
        return min((limit for limit in limits if limit > 0), default=None)


@dataclasses.dataclass(frozen=True, slots=True)
class Candidates:
    """The answer, ready for orjson."""

    allocation_requests: list[dict[str, Any]]
    provider_summaries: dict[str, dict[str, Any]]
    #: Whether the search went through all that it was asked to search.
    is_complete: bool = True

    @property
    def body(self):
        """The JSON object that clients get."""
        return {
            'allocation_requests': self.allocation_requests,
            'provider_summaries': self.provider_summaries,
        }


NO_CANDIDATES = Candidates([], {})
