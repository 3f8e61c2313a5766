"""A TCP proxy between the service and its database.

It cuts connections, and freezes them: nothing arrives, and nobody says so.
"""

import contextlib
import random
import socket
import struct
import threading

_CHUNK = 65536
#: Close at once, with a reset: (on, seconds).
_RESET = struct.pack('ii', 1, 0)


class Proxy:
    """Listens on a free port of the loopback interface in a block."""

    def __init__(self, target_port):
        self._target_port = target_port
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self._pairs = set()
        self._lock = threading.Lock()
        self._flows = threading.Event()
        self._flows.set()

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        # Wakes the thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.thaw()
        self.cut(random.Random(0), fraction=1)

    @property
    def count(self):
        """The number of open connections."""
        with self._lock:
            return len(self._pairs)

    def cut(self, chance, fraction):
        """Reset some of the connections, at both ends; return how many."""
        with self._lock:
            pairs = [
                pair for pair in self._pairs if chance.random() < fraction
            ]
        for pair in pairs:
            self._close(pair)
        return len(pairs)

    def freeze(self):
        """Let nothing through until `thaw`."""
        self._flows.clear()

    def thaw(self):
        """Let everything through that was held back."""
        self._flows.set()

    def _accept(self):
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(
                target=self._open, args=(client,), daemon=True
            ).start()

    def _open(self, client):
        self._flows.wait()
        try:
            server = socket.create_connection(('127.0.0.1', self._target_port))
        except OSError:
            client.close()
            return
        pair = client, server
        with self._lock:
            self._pairs.add(pair)
        for source, target in (pair, pair[::-1]):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(
                target=self._forward, args=(source, target, pair), daemon=True
            ).start()

    def _forward(self, source, target, pair):
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                self._flows.wait()
                target.sendall(data)
        self._close(pair)

    def _close(self, pair):
        with self._lock:
            if pair not in self._pairs:
                return
            self._pairs.remove(pair)
        for end in pair:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                # Closing alone wakes no thread that receives.
                end.shutdown(socket.SHUT_RDWR)
            end.close()
