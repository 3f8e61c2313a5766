"""Sends writes of all kinds until it is told to stop."""

import contextlib
import random
import threading
import time
import uuid

from placement_inv.tests.faults import client
from placement_inv.tests.faults.ledger import Outcome

#: The kinds of objects in the ledger.
CLAIM = 'claims'
HOST = 'hosts'
UPDATE = 'source updates'
DELETION = 'inventory deletions'
KINDS = (CLAIM, HOST, UPDATE, DELETION)

#: The value of an object that has no other.
EXISTS = 'exists'

_OWNER = str(uuid.uuid4())
_SHORT_PAUSE, _LONG_PAUSE = 0.02, 0.5


class Load:
    """Threads that send writes, each of one kind, in a block."""

    def __init__(self, service, world, ledger, seed):
        self._service = service
        self._world = world
        self._ledger = ledger
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._run,
                args=(write, pause, random.Random(f'{seed}-{number}')),
            )
            for number, (write, pause) in enumerate(
                (
                    (self._write_claim, _SHORT_PAUSE),
                    (self._write_claim, _SHORT_PAUSE),
                    (self._write_host, _SHORT_PAUSE),
                    (self._write_host, _SHORT_PAUSE),
                    (self._launch_update, _LONG_PAUSE),
                    (self._delete_inventory, _LONG_PAUSE),
                )
            )
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, write, pause, chance):
        #: The objects that this thread may still write.
        objects = []
        while not self._is_over.wait(chance.uniform(0, 2 * pause)):
            write(chance, objects)

    def _call(self, chance, *arguments):
        urls = [server.url for server in self._service.servers]
        urls = [url for url in urls if url]
        if not urls:
            time.sleep(_LONG_PAUSE)
            return client.Answer(0, None, Outcome.REFUSED)
        return client.call(chance.choice(urls), *arguments)

    def _write_claim(self, chance, consumers):
        if consumers and chance.random() < 0.3:
            consumer = consumers.pop(chance.randrange(len(consumers)))
            answer = self._call(chance, 'DELETE', f'/allocations/{consumer}')
            self._ledger.note(CLAIM, consumer, None, answer)
            return
        consumer = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        provider = chance.choice(self._world.providers)
        answer = self._call(
            chance,
            'PUT',
            f'/allocations/{consumer}',
            {
                'allocations': {provider: {'resources': {'VCPU': 1}}},
                'consumer_generation': None,
                'project_id': _OWNER,
                'user_id': _OWNER,
            },
        )
        self._ledger.note(CLAIM, consumer, 1, answer)
        if answer.outcome is Outcome.DONE:
            consumers.append(consumer)

    def _write_host(self, chance, hosts):
        if hosts and chance.random() < 0.6:
            self._change_host(chance, hosts)
            return
        name, number = f'host-{chance.getrandbits(64)}', chance.getrandbits(32)
        answer = self._call(
            chance,
            'POST',
            f'/api/v2/inventories/{self._world.inventory}/hosts/',
            {'name': name, 'variables': f'{{"n": {number}}}'},
        )
        self._ledger.note(HOST, name, number, answer)
        if answer.outcome is Outcome.DONE:
            hosts.append((name, answer.body['id']))

    def _change_host(self, chance, hosts):
        name, host_id = host = chance.choice(hosts)
        number = None if chance.random() < 0.2 else chance.getrandbits(32)
        path = f'/api/v2/hosts/{host_id}/'
        if number is None:
            answer = self._call(chance, 'DELETE', path)
        else:
            answer = self._call(
                chance, 'PATCH', path, {'variables': f'{{"n": {number}}}'}
            )
        self._ledger.note(HOST, name, number, answer)
        if number is None or answer.outcome is Outcome.UNKNOWN:
            hosts.remove(host)

    def _launch_update(self, chance, _objects):
        source = chance.choice(self._world.sources)
        answer = self._call(
            chance, 'POST', f'/api/v2/inventory_sources/{source}/update/'
        )
        key = uuid.uuid4()
        with contextlib.suppress(TypeError, KeyError):
            key = answer.body['inventory_update']
        self._ledger.note(UPDATE, key, EXISTS, answer)

    def _delete_inventory(self, chance, _objects):
        name = f'inventory-{chance.getrandbits(64)}'
        answer = self._call(
            chance,
            'POST',
            '/api/v2/inventories/',
            {'name': name, 'organization': self._world.organization},
        )
        self._ledger.note(DELETION, name, EXISTS, answer)
        if answer.outcome is not Outcome.DONE:
            return
        inventory = answer.body['id']
        for number in range(5):
            self._call(
                chance,
                'POST',
                f'/api/v2/inventories/{inventory}/hosts/',
                {'name': f'{name}-{number}'},
            )
        answer = self._call(
            chance, 'DELETE', f'/api/v2/inventories/{inventory}/'
        )
        self._ledger.note(DELETION, name, None, answer)
