"""Whose rows are whose, and the roles of callers on them."""
