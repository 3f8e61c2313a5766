"""Compares responses of this service and of OpenStack Placement.

python -m placement_inv.tests.wire [--peer URL] [VERSION ...]
"""
