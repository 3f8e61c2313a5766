"""Builds the application: services, middleware, families."""

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
from placement_inv.db import limits
from placement_inv.db import lock_gate
from placement_inv.db import migration
from placement_inv.db import time_limits
from placement_inv.db import transactions
from placement_inv.handlers import host_inventory
from placement_inv.handlers import placement
from placement_inv.handlers.host_inventory import routes as inventory_routes
from placement_inv.handlers.host_inventory.access import permissions
from placement_inv.handlers.placement import routes as placement_routes
from placement_inv.jobs import dispatch
from placement_inv.objects import job
from placement_inv.objects.host_inventory.access import account
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.objects.placement import standard
from placement_inv.smartfilter.sql import costs
from placement_inv.web import credentials
from placement_inv.web import mount
from placement_inv.web.middleware import challenge
from placement_inv.web.middleware import client_address
from placement_inv.web.middleware import context
from placement_inv.web.middleware import faults
from placement_inv.web.middleware import forwarded_prefix
from placement_inv.web.middleware import host_header
from placement_inv.web.middleware import locations
from placement_inv.web.middleware import log_context
from placement_inv.web.middleware import loopback
from placement_inv.web.middleware import origins
from placement_inv.web.middleware import page_safety
from placement_inv.web.middleware import probes
from placement_inv.web.middleware import refusals
from placement_inv.web.middleware import request_log
from placement_inv.web.middleware import schema_guard
from placement_inv.web.middleware import strategies

LOG = logging.getLogger(__name__)

_OPERATIONS = permissions.list_operations(
    {
        permissions.HOST_INVENTORY: inventory_routes.ROUTES,
        permissions.PLACEMENT: placement_routes.ROUTES,
    }
)


@dataclasses.dataclass(frozen=True)
class Services:
    """The objects that the requests of one application share."""

    conf: Any
    database: transactions.Database
    policy: policy.Policy
    #: The users and passwords of the strategy; see `web.credentials`.
    credentials: Any
    #: Notifies the executor when a new job was committed.
    jobs: dispatch.JobNotifier = dataclasses.field(
        default_factory=dispatch.JobNotifier
    )
    people: user.Directory = dataclasses.field(default_factory=user.Directory)
    #: The `permissions.Operation`s of both families.
    operations: tuple[permissions.Operation, ...] = _OPERATIONS

    def check_readiness(self):
        """Raise Unavailable if requests cannot be answered now."""
        self.database.ping()
        self.database.schema.require()


def services(conf, threads=None):
    """Return the services of a configuration, without opening connections.

    `threads` is the number of the server's threads; None if it is unknown.
    """
    services = Services(
        conf=conf,
        database=_database(
            conf, limits.of_requests(conf.placement_database, threads)
        ),
        policy=policy.Policy(conf),
        credentials=credentials.create(conf, threads),
    )
    services.credentials.accounts.use(
        # As for keys: log lines keep the ids of the request.
        account.Accounts(lambda: RequestContext(services, overwrite=False))
    )
    return services


def for_background(services):
    """Return services whose database has the limits of background work.

    They have connections of their own. SQLite only limits the wait for its
    lock, and a database in memory has one connection: it is shared.
    """
    options = services.conf.placement_database
    if transactions.is_sqlite(options):
        return services
    database = _database(services.conf, limits.of_background(options))
    return dataclasses.replace(services, database=database)


def _database(conf, connection_limits):
    most = connection_limits.waiting_threads
    return transactions.Database(
        conf.placement_database,
        smartfilter.register_sqlite_functions,
        time_limits.TimeLimit(
            lambda: conf.host_inventory.filter_timeout,
            costs.has_costly_filter,
            smartfilter.time_limit,
            lock_gate.LockGate(most, time_limits.SECONDS_OF_COSTLY_FILTER)
            if most
            else None,
        ),
        connection_limits,
    )


def prepare(services, processes=None, others=()):
    """Prepare the database; leave no connection open.

    Called at the start of a process, before it forks workers. Waits until the
    database answers, migrates it if `[placement_database]sync_on_startup` is
    set, compares the clocks, and adds missing standard traits and resource
    classes. `processes` is the number of processes that will serve; None if it
    is unknown. `others` are services that each process has, too.
    """
    services.database.wait()
    if services.conf.placement_database.sync_on_startup:
        migration.upgrade(services.database.engine)
    else:
        migration.require(services.database.engine)
    ctx = RequestContext(services)
    job.read_clock(ctx)
    standard.sync(ctx)
    databases = [other.database for other in others]
    for database in databases:
        database.clock_ahead = services.database.clock_ahead
    connections.announce(services.database, processes, databases)
    services.database.dispose()


def announce_confinement(services):
    """Log warnings if this system cannot confine sources and templates."""
    for text in (
        confinement.describe_problem(services.conf.inventory_sources),
        confinement.describe_limitation(),
    ):
        if text:
            LOG.warning('Confinement of inventory sources: %s', text)


def end_keys_of_former_users(services):
    """End tokens and sessions of accounts that were deleted meanwhile.

    Called at the start of a process that serves, after `prepare`.
    """
    ctx = RequestContext(services)
    lacks = services.credentials.lacks
    users = [user for user in keys.list_holder_names(ctx) if lacks(user)]
    if users:
        keys.end_all_of(ctx, users)
    services.database.dispose()


def loadapp(conf, app_services=None):
    """Return the WSGI application of a configuration.

    `app_services` are the services of a process that also runs jobs; by
    default the application creates its own.
    """
    app_services = app_services or services(conf)
    application = mount.Mount(
        {
            '/api': host_inventory.application(conf),
            '': placement.application(conf),
        }
    )
    # From the inside out. The context needs the caller, whom authentication
    # finds. Requests of foreign pages and other machines are refused before
    # it, so that no password is checked for them. CORS answers a browser's
    # preflight, which has no token. Health checks have no token either, and
    # are not logged. The request id is outside of these, so that every log
    # line and response has it; faults is inside of it, and outside of all
    # that can fail.
    families = context.Context(application, app_services)
    application = strategies.middleware(
        families,
        conf,
        app_services.credentials,
        # Log lines have the ids of the newest context of the thread, which
        # this one must not replace.
        keys.Keys(lambda: RequestContext(app_services, overwrite=False)),
    )
    check_readiness = _all_of(
        app_services.check_readiness,
        getattr(application, 'check_readiness', None),
    )
    application = challenge.Challenge(application, conf)
    refuse = refusals.Refusals(families).answer
    application = _add_guards(application, conf, refuse)
    application = schema_guard.SchemaGuard(
        application, app_services.database.schema.require, refuse
    )
    application = request_log.RequestLog(application)
    application = probes.Probes(application, check_readiness)
    application = faults.Faults(application)
    application = log_context.LogContext(application)
    application = request_id.RequestId(application)
    application = page_safety.PageSafety(application)
    # webob, with which oslo's middleware is written, makes Location a whole
    # URL: so this one is outermost.
    return locations.Locations(application)


def _all_of(*checks):
    """Return a function that calls each check that there is."""

    def check():
        for each in filter(None, checks):
            each()

    return check


def _add_guards(application, conf, refuse):
    """Wrap the checks of a request's client, host and origin.

    PERF: every request passes each of them; those that are not configured,
    and would do nothing, are left out. With noauth2 the loopback check is done
    both before and after the headers of proxies are applied, because a client
    can send such headers, too.
    """
    cross_origin = cors.CORS(None, conf)
    cross_origin.application = origins.middleware(
        application, conf, refuse, cross_origin.allowed_origins
    )
    if cross_origin.allowed_origins:
        application = cross_origin
    else:
        application = cross_origin.application
    is_noauth = conf.api.auth_strategy == 'noauth2'
    if is_noauth:
        application = loopback.Loopback(application, conf, refuse)
    # It registers its options, also where it is not used.
    proxy_headers = http_proxy_to_wsgi.HTTPProxyToWSGI(
        forwarded_prefix.ForwardedPrefix(application, refuse), conf
    )
    if conf.oslo_middleware.enable_proxy_headers_parsing:
        application = proxy_headers
        if is_noauth:
            application = loopback.Loopback(application, conf, refuse)
    application = host_header.HostHeader(application, refuse)
    return client_address.ClientAddress(application, conf.api.trusted_proxies)
