"""What the statements of claims cost alone: the floor under their rate.

Eight connections in two processes, as many as the service has when eight
clients claim, send what one claim sends, by the driver and nothing around it:
no HTTP, no JSON, no SQLAlchemy, no check of what was asked for.
"""

import multiprocessing
import threading
import time
import uuid

import psycopg

from placement_inv.tests.bench import loading
from placement_inv.tests.bench import worlds

_PROCESSES = 2
_CONNECTIONS = 4

_OWNER = """
INSERT INTO {} (external_id, created_at, updated_at)
VALUES ('floor', now(), now()) ON CONFLICT DO NOTHING
"""
_CONSUMER = """
INSERT INTO consumers (uuid, project_id, user_id, generation, created_at,
                       updated_at)
SELECT %s, projects.id, users.id, 1, now(), now() FROM projects, users LIMIT 1
RETURNING id
"""
_PROVIDER = """
UPDATE resource_providers SET generation = generation + 1 WHERE uuid = %s
RETURNING id
"""
_LIMITS = """
SELECT name, resource_class_id, used, total, reserved, allocation_ratio,
       min_unit, max_unit, step_size
FROM inventories JOIN resource_classes
     ON resource_classes.id = resource_class_id
WHERE resource_provider_id = %s AND name = ANY(%s)
"""
_COUNTERS = """
UPDATE inventories SET used = used + 1
WHERE resource_provider_id = %s AND resource_class_id = ANY(%s)
  AND used + 1 <= (total - reserved) * allocation_ratio
"""
_ALLOCATIONS = """
INSERT INTO allocations (consumer_id, resource_provider_id, resource_class_id,
                         used, created_at, updated_at)
SELECT %s, %s, class, 1, now(), now() FROM unnest(%s::int[]) AS class
"""
_CLASSES = ['VCPU', 'MEMORY_MB', 'DISK_GB']


def measure(service, seconds):
    """Return the claims a second that one provider takes of statements."""
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
    provider = worlds.uuid_of('vast')
    count = 0
    with psycopg.connect(address) as connection:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            _claim_once(connection, provider)
            count += 1
    made.append(count)


def _claim_once(connection, provider):
    row = connection.execute(_CONSUMER, (str(uuid.uuid4()),)).fetchone()
    (provider_id,) = connection.execute(_PROVIDER, (provider,)).fetchone()
    rows = connection.execute(_LIMITS, (provider_id, _CLASSES)).fetchall()
    classes = [each[1] for each in rows]
    connection.execute(_COUNTERS, (provider_id, classes))
    connection.execute(_ALLOCATIONS, (row[0], provider_id, classes))
    connection.commit()
