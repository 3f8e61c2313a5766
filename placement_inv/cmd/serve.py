"""`placement-inv serve`: both APIs and their jobs in one process."""

import contextlib
import threading

from placement_inv import deploy
from placement_inv import startup_checks
from placement_inv.cmd import banner
from placement_inv.cmd import data_directory
from placement_inv.cmd import listening
from placement_inv.cmd import sample_world
from placement_inv.cmd import server
from placement_inv.cmd import settings
from placement_inv.cmd import stopping
from placement_inv.cmd.failure import Failure
from placement_inv.jobs import executors


def add_parser(subparsers):
    """Add the command's own parser."""
    parser = subparsers.add_parser(
        'serve',
        help='serve both APIs and run background work',
        description='Serve both APIs and run their background work in one '
        'process. Without a configuration file the database is an SQLite '
        'file in the data directory and callers say who they are '
        '(auth_strategy = noauth2).',
    )
    settings.add_arguments(parser)
    parser.add_argument(
        '--host',
        default='127.0.0.1',
        help='address or name to listen on (default: %(default)s)',
    )
    parser.add_argument(
        '--port',
        type=_parse_port,
        default=8778,
        help='port to listen on; 0 takes a free one (default: %(default)s)',
    )
    parser.add_argument(
        '--threads',
        type=_parse_threads,
        default=8,
        help='requests worked on at the same time (default: %(default)s)',
    )
    parser.add_argument(
        '--demo',
        action='store_true',
        help='load a sample world through the API, once for a data directory',
    )
    parser.set_defaults(run=run)


def run(options):
    """Serve until a signal stops the process; return the exit code."""
    conf = settings.load(options)
    is_noauth = conf.api.auth_strategy == 'noauth2'
    if options.demo and not is_noauth:
        raise Failure(
            '--demo calls the API as "admin", which only '
            '[api]auth_strategy = noauth2 accepts',
            status=2,
        )
    settings.require(conf, startup_checks.OF_SERVERS)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(
            listening.open_socket(
                options.host, options.port, loopback_only=is_noauth
            )
        )
        data_directory.create(options.data_dir)
        stack.enter_context(data_directory.lock(options.data_dir))
        settings.start_logging(conf)
        _serve(conf, listener, options)
    return 0


def _serve(conf, listener, options):
    conf.set_default('sync_on_startup', True, 'placement_database')
    services = deploy.services(conf, options.threads)
    background = deploy.for_background(services)
    deploy.prepare(services, others=[background])
    deploy.announce_confinement(services)
    deploy.end_keys_of_former_users(services)
    application = deploy.loadapp(conf, services)
    executor = executors.create(background)
    executor.start()
    try:
        url = listening.url(listener)
        banner.show(url, conf)
        if options.demo:
            _load_sample_world(url, options.data_dir)
        server.serve(application, listener, options.threads, conf)
    finally:
        stopping.stop_jobs(executor, conf)
        services.database.dispose()
        background.database.dispose()


def _load_sample_world(url, directory):
    """Load the sample world through the API, in a thread."""
    threading.Thread(
        target=sample_world.load_once,
        args=(url, directory),
        name='sample-world',
        daemon=True,
    ).start()


def _parse_threads(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _parse_port(text):
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port
