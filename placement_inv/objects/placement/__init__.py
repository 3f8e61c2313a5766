"""The objects of placement: providers, inventories, allocations."""
