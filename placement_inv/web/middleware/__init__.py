"""WSGI middleware: what surrounds both families."""
