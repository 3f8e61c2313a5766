"""What sources are set to, manage and refuse."""
