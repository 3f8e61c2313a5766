"""The tables of policy rules, one module a family."""

from placement_inv.policies import host_inventory
from placement_inv.policies import placement


def list_rules():
    """Return the defaults of all rules."""
    return [*placement.RULES, *host_inventory.RULES]
