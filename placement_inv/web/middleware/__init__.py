"""WSGI middleware around both families."""
