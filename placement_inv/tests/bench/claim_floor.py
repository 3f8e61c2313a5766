"""What the statement of a claim costs alone: the floor under their rate.

Eight connections in two processes, as many as the service has when eight
clients claim, send what one claim sends, by the driver and nothing around it:
no HTTP, no JSON, no SQLAlchemy, no check of what was asked for.
"""

import multiprocessing
import threading
import time
import uuid

import psycopg

from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import single_claim
from placement_inv.tests.bench import loading
from placement_inv.tests.bench import worlds

_PROCESSES = 2
_CONNECTIONS = 4

_OWNER = """
INSERT INTO {} (external_id, created_at, updated_at)
VALUES ('floor', now(), now()) ON CONFLICT DO NOTHING
"""
_CLASSES = ('VCPU', 'MEMORY_MB', 'DISK_GB')


def measure(service, seconds):
    """Return the claims a second that one provider takes by statement."""
    loading.replace(service, worlds.vast())
    with service.connection() as connection:
        for table in ('projects', 'users'):
            connection.exec_driver_sql(_OWNER.format(table))
    address = service.database.replace('postgresql+psycopg:', 'postgresql:')
    with multiprocessing.get_context('spawn').Pool(_PROCESSES) as pool:
        counts = pool.starmap(_claim, [(address, seconds)] * _PROCESSES)
    return sum(counts) / seconds


def _claim(address, seconds):
    """Return how many claims the connections of one process got through."""
    made = []
    threads = [
        threading.Thread(target=_claim_alone, args=(address, seconds, made))
        for _ in range(_CONNECTIONS)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(made)


def _claim_alone(address, seconds, made):
    wanted = {worlds.uuid_of('vast'): dict.fromkeys(_CLASSES, 1)}
    owner = consumer.Owner(project='floor', user='floor')
    count = 0
    with psycopg.connect(address, autocommit=True) as connection:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            request = consumer.ConsumerRequest(str(uuid.uuid4()), owner)
            _send(connection, claims.Claim(request, wanted))
            count += 1
    made.append(count)


def _send(connection, claim):
    (allocated,) = connection.execute(
        single_claim.STATEMENT, single_claim.parameters(claim)
    ).fetchone()
    if allocated != len(_CLASSES):
        raise RuntimeError('the claim was not granted')
