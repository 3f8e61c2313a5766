"""What one request does to many rows at once."""
