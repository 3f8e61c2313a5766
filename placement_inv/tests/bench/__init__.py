"""How fast services are, side by side, over HTTP.

`python -m placement_inv.tests.bench --help` says how it is run. A family of
APIs has a module of rows (`placement_rows`) with one `plan.Family`: phases,
each a world that `Phase.load(service)` writes into a service's database, and
the `plan.Row`s that are measured in it. `__main__` knows the families. The
rest knows none of them:

`services`    this service and its peer under uWSGI on one PostgreSQL server
`uwsgi`       one WSGI application in two processes
`client`      asks, with little work of its own
`timing`      asks all services in turn, with one client or several
`processes`   the memory and time of the servers' processes meanwhile
`statements`  how many statements this service sends
`report`      what was found against what was wanted
"""
