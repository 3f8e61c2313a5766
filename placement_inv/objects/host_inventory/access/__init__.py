"""Users, their sessions and their access tokens."""
