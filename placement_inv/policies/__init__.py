"""The tables of policy rules, one file a family."""

from placement_inv.policies import host_inventory
from placement_inv.policies import placement


def list_rules():
    """Return the default of every rule."""
    return [*placement.RULES, *host_inventory.RULES]
