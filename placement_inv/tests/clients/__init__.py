"""Unmodified clients against a served application, over HTTP."""
