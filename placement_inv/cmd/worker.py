"""`placement-inv worker`: runs the jobs of APIs in other WSGI servers."""

import signal
import threading

from placement_inv import deploy
from placement_inv import startup_checks
from placement_inv.cmd import data_directory
from placement_inv.cmd import settings
from placement_inv.cmd import stopping
from placement_inv.jobs import executors


def add_parser(subparsers):
    """Add the command's own parser."""
    parser = subparsers.add_parser(
        'worker',
        help='run background work only',
        description='Run background work only: for deployments whose APIs '
        'are served by uWSGI, mod_wsgi or another WSGI server. As many '
        'workers as wanted may share a database.',
    )
    settings.add_arguments(parser)
    parser.set_defaults(run=run)


def run(options):
    """Run jobs until a signal stops the process; return the exit code."""
    conf = settings.load(options)
    settings.require(conf, startup_checks.OF_WORKERS)
    data_directory.create(options.data_dir)
    settings.start_logging(conf)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    services = deploy.for_background(deploy.services(conf))
    deploy.prepare(services)
    deploy.announce_confinement(services)
    executor = executors.create(services)
    executor.start()
    print('Working', flush=True)
    stop.wait()
    stopping.stop_jobs(executor, conf)
    services.database.dispose()
    return 0
