"""What becomes of those who connect to a service that is ending."""

import multiprocessing
import os
import signal
import socket
import threading

import testtools

from placement_inv.web import farewell

_REQUEST = b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'


class TestSay(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.listening = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.addCleanup(self.listening.close)
        self.address = self.listening.getsockname()

    def say(self, *descriptors):
        farewell.say(descriptors or [self.listening.fileno()])

    def connected(self, request=_REQUEST):
        client = socket.create_connection(self.address, timeout=10)
        self.addCleanup(client.close)
        client.sendall(request)
        return client

    def test_everybody_who_is_connected_is_told_to_come_back(self):
        clients = [self.connected() for _ in range(20)]
        self.say()
        for client in clients:
            answer = client.makefile('rb').read()
            self.assertTrue(answer.startswith(b'HTTP/1.1 503 '), answer)
            head, _, body = answer.partition(b'\r\n\r\n')
            self.assertIn(b'Retry-After: 1', head)
            self.assertIn(b'Content-Length: %d' % len(body), head)

    def test_a_long_request_does_not_lose_the_answer(self):
        client = self.connected(_REQUEST + b'x' * 200_000)
        self.say()
        self.assertTrue(client.recv(4096).startswith(b'HTTP/1.1 503 '))

    def test_who_says_nothing_keeps_nobody_waiting_for_long(self):
        client = self.connected(b'')
        self.say()
        # Its connection is ended, although it has never sent a request.
        self.assertEqual(b'', client.recv(4096))

    def test_later_ones_are_refused(self):
        self.say()
        with testtools.ExpectedException(ConnectionRefusedError):
            socket.create_connection(self.address, timeout=10)

    def test_nobody_is_reset_in_between(self):
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
        self.say()
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

    def test_what_is_no_socket_is_passed_over(self):
        with open(os.devnull) as other:
            client = self.connected()
            self.say(other.fileno(), self.listening.fileno())
            self.assertTrue(client.recv(4096).startswith(b'HTTP/1.1 503 '))


class TestIsHandling(testtools.TestCase):
    def test_no_signal_is_handled_usually(self):
        self.assertFalse(farewell.is_handling(signal.SIGTERM, os.getpid()))

    def test_a_blocked_signal_counts_as_handled(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
        self.addCleanup(
            signal.pthread_sigmask, signal.SIG_UNBLOCK, [signal.SIGUSR2]
        )
        ours = threading.get_native_id()
        self.assertTrue(farewell.is_handling(signal.SIGUSR2, ours))
        self.assertFalse(farewell.is_handling(signal.SIGTERM, ours))

    def test_a_process_that_is_gone_handles_none(self):
        child = multiprocessing.get_context('fork').Process(target=int)
        child.start()
        child.join()
        self.assertFalse(farewell.is_handling(signal.SIGTERM, child.pid))
