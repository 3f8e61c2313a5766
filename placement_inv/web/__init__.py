"""HTTP mechanisms that both families use; they know no resource."""
