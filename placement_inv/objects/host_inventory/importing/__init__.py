"""Loads inventory sources: runs the tool, parses, plans and writes."""
