"""The same requests to this service and to OpenStack Placement.

python -m placement_inv.tests.wire [--peer URL] [VERSION ...]
"""
