"""Measures the statement of a claim alone: the upper limit of their rate.

Eight connections in two processes, as many as the service has for eight
clients, send the statement of a claim by the database driver alone: without
HTTP, JSON, SQLAlchemy and checks of the request.
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
    """Return the number of claims a second of one provider."""
    loading.replace(service, worlds.vast())
    with service.connection() as connection:
        for table in ('projects', 'users'):
            connection.exec_driver_sql(_OWNER.format(table))
    address = service.database.replace('postgresql+psycopg:', 'postgresql:')
    with multiprocessing.get_context('spawn').Pool(_PROCESSES) as pool:
        counts = pool.starmap(_claim, [(address, seconds)] * _PROCESSES)
    return sum(counts) / seconds


def _claim(address, seconds):
    """Return the number of claims of one process's connections."""
    counts = []
    threads = [
        threading.Thread(target=_claim_alone, args=(address, seconds, counts))
        for _ in range(_CONNECTIONS)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(counts)


def _claim_alone(address, seconds, counts):
    resources = {worlds.uuid_of('vast'): dict.fromkeys(_CLASSES, 1)}
    owner = consumer.Owner(project='floor', user='floor')
    count = 0
    with psycopg.connect(address, autocommit=True) as connection:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            request = consumer.ConsumerRequest(str(uuid.uuid4()), owner)
            _send(connection, claims.Claim(request, resources))
            count += 1
    counts.append(count)


def _send(connection, claim):
    (count,) = connection.execute(
        single_claim.STATEMENT, single_claim.parameters(claim)
    ).fetchone()
    if count != len(_CLASSES):
        raise RuntimeError('the claim did not succeed')
