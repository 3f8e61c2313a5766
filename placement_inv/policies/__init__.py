"""The tables of policy rules, one module a family."""

from placement_inv.policies import host_inventory
from placement_inv.policies import placement


def list_rules(auth_strategy='keystone'):
    """Return the defaults of all rules for an authentication strategy.

    The generator of sample files passes no strategy: it gets the default of
    [api]auth_strategy.
    """
    return [*placement.RULES, *host_inventory.list_rules(auth_strategy)]
