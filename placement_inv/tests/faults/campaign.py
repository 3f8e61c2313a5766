"""One campaign: a database, a service, a load, faults, a verdict."""

import contextlib
import pathlib
import tempfile
import time

from placement_inv.tests.faults import injection
from placement_inv.tests.faults import observation
from placement_inv.tests.faults import verdict as verdicts
from placement_inv.tests.faults import world as worlds
from placement_inv.tests.faults.database import Database
from placement_inv.tests.faults.ledger import Ledger
from placement_inv.tests.faults.load import Load
from placement_inv.tests.faults.proxy import Proxy
from placement_inv.tests.faults.service import Service
from placement_inv.tests.servers import SERVERS

_SERVERS = 2
_WORKERS = 1
#: Seconds within which every job must be final after the last fault.
_SECONDS_FOR_JOBS = 300


def run(name, seconds, kills, seed):
    """Run a campaign on the database of a name.

    Return its Verdict and the lines of its table. Raises NotInstalled without
    the database's programs.
    """
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(SERVERS[name]())
        database = Database(server)
        proxy = stack.enter_context(Proxy(database.port))
        directory = stack.enter_context(
            tempfile.TemporaryDirectory(prefix='pi-faults-')
        )
        service = Service(
            pathlib.Path(directory),
            database.make_url(proxy.port),
            _SERVERS,
            _WORKERS,
        )
        stack.callback(service.close)
        service.wait()
        world = worlds.create(service)
        ledger = Ledger()
        injector = injection.Injector(service, database, proxy, seed)
        with Load(service, world, ledger, seed):
            injector.run(seconds, kills)
        service.wait()
        verdict = verdicts.judge(
            world,
            ledger,
            observation.Observer(service.servers[0].url),
            _wait_for_jobs(database),
        )
        lines = verdicts.format_table(
            server.title, ledger, verdict, injector.counts
        )
        return verdict, lines


def _wait_for_jobs(database):
    """Return the number of jobs that do not become final."""
    end = time.monotonic() + _SECONDS_FOR_JOBS
    while (count := database.count_jobs()) and time.monotonic() < end:
        time.sleep(0.5)
    return count
