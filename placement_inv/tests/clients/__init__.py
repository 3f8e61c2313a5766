"""Tests of unmodified clients with the service, over HTTP."""
