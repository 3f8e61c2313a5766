"""Tests with a real Keystone.

Keystone has an environment of its own, which `tox -e keystone` and `tox -e
integration` create: `requirements.txt` lists its packages. Tests start it by
`server.KeystoneServer`, and the service by `service.Service`.
"""
