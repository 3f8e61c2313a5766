"""OPTIONS: descriptions of the family's resources, fields and actions.

They come from the same tables as routes, bodies and filters.
"""
