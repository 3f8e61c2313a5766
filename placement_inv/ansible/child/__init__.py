"""Plugins for the process that evaluates constructed inventories."""
