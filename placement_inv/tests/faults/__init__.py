"""Checks that faults lose and double nothing that was acknowledged.

`python -m placement_inv.tests.faults` starts a database, servers and workers,
sends writes, and meanwhile kills processes, and ends, cuts and freezes
connections. Then it compares what the service has with what it acknowledged.
"""
