"""The tables of policy rules, one file a family."""

from placement_inv.policies import host_inventory
from placement_inv.policies import placement


def list_rules(auth_strategy='keystone'):
    """Return the default of every rule, as an authentication strategy has it.

    Without a strategy, as the generator of samples asks, it is the one of
    [api]auth_strategy where nothing is configured.
    """
    return [*placement.RULES, *host_inventory.list_rules(auth_strategy)]
