"""Responses to connections during a shutdown."""

import multiprocessing
import os
import signal
import socket
import threading

import testtools

from placement_inv import graceful_shutdown

_REQUEST = b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'


class TestDrain(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.listening = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.addCleanup(self.listening.close)
        self.address = self.listening.getsockname()

    def drain(self, *descriptors):
        graceful_shutdown.drain(descriptors or [self.listening.fileno()])

    def connect(self, request=_REQUEST):
        client = socket.create_connection(self.address, timeout=10)
        self.addCleanup(client.close)
        client.sendall(request)
        return client

    def test_queued_connections_are_answered_503(self):
        clients = [self.connect() for _ in range(20)]
        self.drain()
        for client in clients:
            response = client.makefile('rb').read()
            self.assertTrue(response.startswith(b'HTTP/1.1 503 '), response)
            head, _, body = response.partition(b'\r\n\r\n')
            self.assertIn(b'Retry-After: 1', head)
            self.assertIn(b'Content-Length: %d' % len(body), head)

    def test_a_long_request_does_not_lose_the_answer(self):
        client = self.connect(_REQUEST + b'x' * 200_000)
        self.drain()
        self.assertTrue(client.recv(4096).startswith(b'HTTP/1.1 503 '))

    def test_a_silent_client_is_given_up(self):
        client = self.connect(b'')
        self.drain()
        self.assertEqual(b'', client.recv(4096))

    def test_later_connections_are_refused(self):
        self.drain()
        with testtools.ExpectedException(ConnectionRefusedError):
            socket.create_connection(self.address, timeout=10)

    def test_no_connection_is_reset_in_between(self):
        outcomes = []
        threads = [
            threading.Thread(
                target=self._connect_until_refused, args=[outcomes]
            )
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        while len(outcomes) < 30:
            with self.listening.accept()[0] as client:
                client.recv(4096)
                client.sendall(b'HTTP/1.1 200 OK\r\n\r\n')
                outcomes.append(b'served')
        self.drain()
        for thread in threads:
            thread.join()
        self.assertEqual(
            set(), set(outcomes) - {b'served', b'200', b'503', b'refused'}
        )

    def _connect_until_refused(self, outcomes):
        while True:
            try:
                client = socket.create_connection(self.address, timeout=20)
            except ConnectionRefusedError:
                outcomes.append(b'refused')
                return
            with client:
                try:
                    client.sendall(_REQUEST)
                    outcomes.append(client.recv(4096)[9:12])
                except OSError as error:
                    outcomes.append(repr(error))

    def test_a_descriptor_of_no_socket_is_skipped(self):
        with open(os.devnull) as other:
            client = self.connect()
            self.drain(other.fileno(), self.listening.fileno())
            self.assertTrue(client.recv(4096).startswith(b'HTTP/1.1 503 '))


class TestIsHandlingSignal(testtools.TestCase):
    def test_no_signal_is_handled_usually(self):
        self.assertFalse(
            graceful_shutdown.is_handling_signal(signal.SIGTERM, os.getpid())
        )

    def test_a_blocked_signal_counts_as_handled(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
        self.addCleanup(
            signal.pthread_sigmask, signal.SIG_UNBLOCK, [signal.SIGUSR2]
        )
        ours = threading.get_native_id()
        self.assertTrue(
            graceful_shutdown.is_handling_signal(signal.SIGUSR2, ours)
        )
        self.assertFalse(
            graceful_shutdown.is_handling_signal(signal.SIGTERM, ours)
        )

    def test_an_ended_process_handles_none(self):
        child = multiprocessing.get_context('fork').Process(target=int)
        child.start()
        child.join()
        self.assertFalse(
            graceful_shutdown.is_handling_signal(signal.SIGTERM, child.pid)
        )
