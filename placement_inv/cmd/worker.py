"""`placement-inv worker`: background work without an API."""

import signal
import threading

from placement_inv import deploy
from placement_inv.cmd import settings as command_settings
from placement_inv.jobs.executors import local


def add_to(commands):
    """Add the sub-command to the parser of `placement-inv`."""
    parser = commands.add_parser(
        'worker',
        help='run background jobs of a service deployed elsewhere',
        description='Run the background jobs of a service whose API is '
        'served by other processes, such as uWSGI or mod_wsgi.',
    )
    command_settings.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments):
    """Work until SIGTERM or SIGINT; return the exit status."""
    settings = command_settings.load(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop.set())
    services = deploy.services(settings)
    deploy.prepare(services)
    executor = local.Local(services)
    executor.start()
    print('placement-inv works on background jobs.', flush=True)
    stop.wait()
    executor.stop()
    services.database.dispose()
    return 0
