"""Clients that send requests continuously and count the outcomes."""

import collections
import contextlib
import http.client
import json
import threading
import time
import uuid

_HEADERS = {
    'X-Auth-Token': 'admin',
    # Before 1.20 the status of a creation is 201.
    'OpenStack-API-Version': 'placement 1.19',
    'Content-Type': 'application/json',
}

#: The errors of a client whose connection was closed before it was accepted.
RESET = (
    "ConnectionResetError(104, 'Connection reset by peer')",
    "BrokenPipeError(32, 'Broken pipe')",
)


class Clients:
    """Threads that read and write, with a new connection for each request."""

    def __init__(self, deployment, number=6):
        self._deployment = deployment
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, daemon=True)
            for _ in range(number)
        ]
        #: {status or error: number of requests}.
        self.outcomes = collections.Counter()

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        # Each thread has had responses before the test continues.
        while sum(self.outcomes.values()) < 4 * len(self._threads):
            time.sleep(0.05)
        return self

    def __exit__(self, *_exception):
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    @property
    def created_count(self):
        """The number of providers that were created according to responses."""
        return self.outcomes[201]

    def _run(self):
        turn = 0
        while not self._stopping.is_set():
            turn += 1
            self.outcomes[self._send(writes=turn % 4 == 0)] += 1

    def _send(self, writes):
        connection = http.client.HTTPConnection(
            self._deployment.host, self._deployment.port, timeout=240
        )
        with contextlib.closing(connection):
            try:
                connection.connect()
            except ConnectionRefusedError:
                # No request was lost: none was sent.
                time.sleep(0.05)
                return 'refused'
            try:
                return self._exchange(connection, writes)
            except (OSError, http.client.HTTPException) as error:
                return repr(error)

    def _exchange(self, connection, writes):
        if writes:
            body = json.dumps({'name': str(uuid.uuid4())})
            connection.request('POST', '/resource_providers', body, _HEADERS)
        else:
            connection.request('GET', '/traits', headers=_HEADERS)
        response = connection.getresponse()
        response.read()
        if response.status == 503 and not response.getheader('Retry-After'):
            return '503 without Retry-After'
        return response.status
