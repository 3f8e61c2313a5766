"""What OPTIONS says of the family: its resources, fields and actions.

It is made from the tables that routes, bodies and filters are made from.
"""
