"""The whole service on one page: services, middleware, mounts."""

import dataclasses
import logging
from typing import Any

from oslo_middleware import cors
from oslo_middleware import http_proxy_to_wsgi
from oslo_middleware import request_id

from placement_inv import policy
from placement_inv import smartfilter
from placement_inv.context import RequestContext
from placement_inv.db import connections
from placement_inv.db import migration
from placement_inv.db import time_limits
from placement_inv.db import transactions
from placement_inv.handlers import host_inventory
from placement_inv.handlers import placement
from placement_inv.jobs import dispatch
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.objects.placement import standard
from placement_inv.smartfilter.sql import costs
from placement_inv.web import credentials
from placement_inv.web import mount
from placement_inv.web.middleware import auth
from placement_inv.web.middleware import challenge
from placement_inv.web.middleware import client_address
from placement_inv.web.middleware import context
from placement_inv.web.middleware import faults
from placement_inv.web.middleware import forwarded_prefix
from placement_inv.web.middleware import locations
from placement_inv.web.middleware import log_context
from placement_inv.web.middleware import loopback
from placement_inv.web.middleware import origins
from placement_inv.web.middleware import page_safety
from placement_inv.web.middleware import probes
from placement_inv.web.middleware import refusals
from placement_inv.web.middleware import request_log

LOG = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Services:
    """What the requests of one application share."""

    conf: Any
    database: transactions.Database
    policy: policy.Policy
    #: What the strategy of authentication says of users and passwords.
    credentials: Any
    #: Rings when a job was committed; an executor may listen.
    jobs: dispatch.JobNotifier = dataclasses.field(
        default_factory=dispatch.JobNotifier
    )
    people: user.Directory = dataclasses.field(default_factory=user.Directory)


def services(conf, threads=None):
    """Return the services that a configuration describes; opens nothing.

    `threads` is how many requests the server works on at a time, if known.
    """
    return Services(
        conf=conf,
        database=transactions.Database(
            conf.placement_database,
            smartfilter.register_sqlite_functions,
            time_limits.TimeLimit(
                lambda: conf.host_inventory.filter_timeout,
                costs.has_costly_filter,
                smartfilter.time_limit,
            ),
        ),
        policy=policy.Policy(conf),
        credentials=credentials.create(conf, threads),
    )


def prepare(services, processes=None):
    """Make the database ready to serve; leave no connection open.

    For the start of a process, before it forks workers. Waits until the
    database answers, migrates where `[placement_database]sync_on_startup`
    says so, then adds the standard traits and resource classes that are
    missing. `processes` is how many will serve, where that is known.
    """
    services.database.wait()
    if services.conf.placement_database.sync_on_startup:
        migration.upgrade(services.database.engine)
    else:
        migration.require(services.database.engine)
    standard.sync(RequestContext(services))
    connections.announce(services.database, processes)
    services.database.dispose()


def announce_confinement(services):
    """Warn of what this system cannot keep sources and templates from."""
    for text in (
        confinement.describe_problem(services.conf.inventory_sources),
        confinement.describe_limitation(),
    ):
        if text:
            LOG.warning('Confinement of inventory sources: %s', text)


def end_keys_of_former_users(services):
    """End tokens and sessions whose accounts went while nobody looked.

    For the start of a process that serves, once the database is prepared.
    """
    ctx = RequestContext(services)
    lacks = services.credentials.lacks
    users = [user for user in keys.holders(ctx) if lacks(user)]
    if users:
        keys.end_all_of(ctx, users)
    services.database.dispose()


def loadapp(conf, shared=None):
    """Return the WSGI application of a configuration.

    `shared` are services made before, for a process that also works on
    jobs; without it the application makes its own.
    """
    shared = shared or services(conf)
    application = mount.Mount(
        {
            '/api': host_inventory.application(conf),
            '': placement.application(conf),
        }
    )
    # From the inside out. The context needs the caller that authentication
    # found. What a foreign page, or a stranger's machine, has sent is refused
    # before: it costs no look at a password. CORS answers a browser's
    # preflight, which carries no token. Who probes the service has no token
    # either, and is not worth a line a time. The request id comes first of
    # all, so that every line and answer has it; faults stand inside it and
    # outside everything that could fail.
    families = context.Context(application, shared)
    application = auth.middleware(
        families,
        conf,
        shared.credentials,
        # The newest context of a thread is the one that log lines are of.
        keys.Keys(lambda: RequestContext(shared, overwrite=False)),
    )
    application = challenge.Challenge(application, conf)
    application = _add_guards(application, conf, refusals.Refusals(families))
    application = request_log.RequestLog(application)
    application = probes.Probes(application, shared.database.ping)
    application = faults.Faults(application)
    application = log_context.LogContext(application)
    application = request_id.RequestId(application)
    application = page_safety.PageSafety(application)
    # Whatever is made with webob completes Location, that one too.
    return locations.Locations(application)


def _add_guards(application, conf, refused):
    """Wrap what looks at where a request comes from, and which host it names.

    Each costs every request, so that one which is not configured, and would
    do nothing, is left out. A client can write what proxies write: where all
    are believed, both the server's word and the headers' have to be local.
    """
    cross_origin = cors.CORS(None, conf)
    cross_origin.application = origins.middleware(
        application, conf, refused.answer, cross_origin.allowed_origins
    )
    if cross_origin.allowed_origins:
        application = cross_origin
    else:
        application = cross_origin.application
    believes_all = conf.api.auth_strategy == 'noauth2'
    if believes_all:
        application = loopback.Loopback(application, conf, refused.answer)
    proxied = http_proxy_to_wsgi.HTTPProxyToWSGI(
        forwarded_prefix.ForwardedPrefix(application, refused.answer), conf
    )
    if conf.oslo_middleware.enable_proxy_headers_parsing:
        application = proxied
        if believes_all:
            application = loopback.Loopback(application, conf, refused.answer)
    return client_address.ClientAddress(application, conf.api.trusted_proxies)
