"""Parses queries for candidates into requests to the engine."""

from placement_inv.handlers.placement.query import candidates
from placement_inv.handlers.placement.query import capabilities
from placement_inv.web import versions


def parse(query, minor):
    """Return the Request of a query at version 1.`minor`."""
    return candidates.parse(
        query, capabilities.at_version(versions.parse(f'1.{minor}'))
    )
