"""Compares the speed of services over HTTP.

`python -m placement_inv.tests.bench --help` shows the options. A family of
APIs has a module of rows (such as `placement_rows`) with one `plan.Family`. It
has phases: `Phase.load(service)` writes test data into a service's database,
and the `plan.Row`s are measured with it. Only `__main__` knows the families.
The other modules are for all of them:

`services`    this service and its peer under uWSGI on one PostgreSQL server
`uwsgi`       one WSGI application in two processes
`client`      an HTTP client that needs little processor time
`timing`      sends the requests of rows and measures times
`processes`   measures memory and processor time of the servers
`statements`  counts the statements of this service
`report`      compares results with targets and writes tables
"""
