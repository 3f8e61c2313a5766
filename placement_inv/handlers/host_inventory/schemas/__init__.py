"""The writable fields of each resource, as data."""
