"""Clients that ask without pause, and remember how each request went."""

import collections
import contextlib
import http.client
import json
import threading
import time
import uuid

_HEADERS = {
    'X-Auth-Token': 'admin',
    # Before 1.20 what was created is told by a status of its own, 201.
    'OpenStack-API-Version': 'placement 1.19',
    'Content-Type': 'application/json',
}

#: How a client sees that a server closed what it never looked at.
RESET = (
    "ConnectionResetError(104, 'Connection reset by peer')",
    "BrokenPipeError(32, 'Broken pipe')",
)


class Clients:
    """Threads that read and write over connections of one request each."""

    def __init__(self, deployment, number=6):
        self._deployment = deployment
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, daemon=True)
            for _ in range(number)
        ]
        #: How often which status, or class of error, was met.
        self.outcomes = collections.Counter()

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        # All are known to work before what a test does to the server.
        while sum(self.outcomes.values()) < 4 * len(self._threads):
            time.sleep(0.05)
        return self

    def __exit__(self, *_exception):
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    @property
    def created(self):
        """How many providers were created, as far as clients know."""
        return self.outcomes[201]

    def _run(self):
        turn = 0
        while not self._stopping.is_set():
            turn += 1
            self.outcomes[self._ask(writes=turn % 4 == 0)] += 1

    def _ask(self, writes):
        connection = http.client.HTTPConnection(
            self._deployment.host, self._deployment.port, timeout=240
        )
        with contextlib.closing(connection):
            try:
                connection.connect()
            except ConnectionRefusedError:
                # Nothing was lost: nothing could be sent.
                time.sleep(0.05)
                return 'refused'
            try:
                return self._converse(connection, writes)
            except (OSError, http.client.HTTPException) as error:
                return repr(error)

    def _converse(self, connection, writes):
        if writes:
            body = json.dumps({'name': str(uuid.uuid4())})
            connection.request('POST', '/resource_providers', body, _HEADERS)
        else:
            connection.request('GET', '/traits', headers=_HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 503 and not answer.getheader('Retry-After'):
            return '503 without Retry-After'
        return answer.status
