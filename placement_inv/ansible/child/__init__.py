"""Plugins for the child that makes constructed inventories, and no other."""
