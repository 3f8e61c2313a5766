"""Who calls: users, their sessions and their keys."""
