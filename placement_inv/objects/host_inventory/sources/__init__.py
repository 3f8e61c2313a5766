"""Inventory sources: settings, checks, and the rows that they track."""
