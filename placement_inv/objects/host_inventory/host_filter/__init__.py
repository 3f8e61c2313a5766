"""Filters of hosts: what they find, how they are kept and explained."""
