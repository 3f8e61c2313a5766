"""HTTP mechanism that knows no resource: what both families share."""
