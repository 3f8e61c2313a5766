"""Tests with databases, sockets or other programs."""

from placement_inv.tests import hypothesis_profile  # noqa: F401
