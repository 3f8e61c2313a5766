"""What machines can take: providers, inventories, allocations."""
