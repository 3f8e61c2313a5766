"""The change record: who changed what, kept for a while and read in order."""
