"""Keeps the statements of plans: to build one is slow."""

import functools

#: Statements of each kind.
_SIZE = 128


def cached(build):
    """Cache `build(plan, …)`, but not for plans with many ids.

    Their statements take megabytes, and a client can ask for many of them.
    """
    build_or_get = functools.lru_cache(_SIZE)(build)

    @functools.wraps(build)
    def call(plan, *arguments):
        function = build if plan.has_many_ids else build_or_get
        return function(plan, *arguments)

    return call
