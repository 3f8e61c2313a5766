"""`placement-inv serve`: the whole service in one process."""

import contextlib
import gc
import ipaddress
import logging
import signal
import sys
import threading

import waitress

from placement_inv import demo
from placement_inv import deploy
from placement_inv.cmd import data_directory
from placement_inv.cmd import failure
from placement_inv.cmd import settings as command_settings
from placement_inv.jobs.executors import local

LOG = logging.getLogger(__name__)

#: Seconds that requests and jobs under way get to end.
_GRACE = 3.0


def add_to(commands):
    """Add the sub-command to the parser of `placement-inv`."""
    parser = commands.add_parser(
        'serve',
        help='serve both APIs, with background work, from one process',
        description='Serve both APIs from one process. Without a '
        'configuration file it keeps an SQLite database in the data '
        'directory and believes every token, which is why it then listens '
        'on the loopback interface only.',
    )
    command_settings.add_arguments(parser)
    parser.add_argument(
        '--host',
        default='127.0.0.1',
        help='address to listen on (default: %(default)s)',
    )
    parser.add_argument(
        '--port',
        type=int,
        default=8778,
        help='port to listen on; 0 picks a free one (default: %(default)s)',
    )
    parser.add_argument(
        '--threads',
        type=int,
        default=8,
        help='requests worked on at the same time (default: %(default)s)',
    )
    parser.add_argument(
        '--demo',
        action='store_true',
        help='load a sample world through the API, once',
    )
    parser.set_defaults(run=run)


def run(arguments):
    """Serve until SIGTERM or SIGINT; return the exit status."""
    settings = command_settings.load(arguments)
    _refuse_strangers(settings, arguments.host)
    with contextlib.ExitStack() as undo:
        undo.enter_context(data_directory.held(arguments.data_dir))
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        deploy.prepare(services)
        server = _listen(
            deploy.loadapp(settings, services), arguments, settings
        )
        executor = local.Local(services)
        executor.start()
        undo.callback(executor.stop, _GRACE)
        _serve(server, arguments, settings)
    return 0


def _refuse_strangers(settings, host):
    """Raise Failure where anybody on the network would be the admin."""
    if settings.api.auth_strategy == 'noauth2' and not _is_loopback(host):
        raise failure.Failure(
            f'refusing to listen on {host}: [api]auth_strategy = noauth2 '
            'believes whatever token it is shown, so that everybody who '
            'reaches the port is an administrator. Listen on 127.0.0.1, or '
            'configure the keystone or http_basic strategy.',
            status=2,
        )


def _is_loopback(host):
    if host == 'localhost':
        return True
    try:
        return ipaddress.ip_address(host.strip('[]')).is_loopback
    except ValueError:
        return False


def _listen(application, arguments, settings):
    """Bind the socket and return waitress's server around it."""
    try:
        return waitress.create_server(
            application,
            host=arguments.host,
            port=arguments.port,
            threads=arguments.threads,
            ident=None,
            max_request_body_size=settings.api.max_request_body_size + 1,
            clear_untrusted_proxy_headers=False,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, 'strerror', None) or error
        raise failure.Failure(
            f'cannot listen on {arguments.host}:{arguments.port}: {reason}'
        ) from error


def _serve(server, arguments, settings):
    """Answer requests until a signal says to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop.set())
    serving = threading.Thread(target=_loop, args=(server,), daemon=True)
    serving.start()
    url = _url(server, arguments.host)
    _welcome(url, settings)
    # What was made by loading stays: the collector need not look at it in
    # every full collection.
    gc.freeze()
    if arguments.demo:
        demo.load(url, arguments.data_dir, stop)
    stop.wait()
    print('Stopping.', file=sys.stderr, flush=True)
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown(timeout=_GRACE)
    serving.join(_GRACE)


def _loop(server):
    # Closing the socket is how the loop is ended from outside.
    with contextlib.suppress(OSError):
        server.run()


def _url(server, host):
    shown = f'[{host}]' if ':' in host and not host.startswith('[') else host
    return f'http://{shown}:{server.effective_port}'


def _welcome(url, settings):
    """Say on standard output where the service is and how to call it."""
    token = (
        "-H 'X-Auth-Token: admin' "
        if settings.api.auth_strategy == 'noauth2'
        else ''
    )
    print(
        f'placement-inv listens on {url}\n'
        f'  curl {token}{url}/resource_providers\n'
        f'  curl {token}{url}/api/v2/hosts/\n'
        'Stop it with Ctrl-C.',
        flush=True,
    )
