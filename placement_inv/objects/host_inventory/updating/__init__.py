"""How updates begin, run and end."""
