"""Limits of the connections of strangers and users."""

import dataclasses
import socket
import threading

import testtools

from placement_inv import conf
from placement_inv.cmd import connections
from placement_inv.tests.functional.cmd import serving
from placement_inv.web import request


class TestTime(serving.ServerTest):
    def test_an_idle_stranger_is_closed_early(self):
        stranger = self.connect()
        self.pass_time(10)
        self.assertFalse(self.is_closed(stranger))
        self.pass_time(0.1)
        self.assertTrue(self.is_closed(stranger))

    def test_a_response_does_not_make_a_stranger_a_user(self):
        stranger = self.connect(serving.GET)
        self.assertIn(b'401', self.answer(stranger))
        self.pass_time(10.1)
        self.assertTrue(self.is_closed(stranger))

    def test_a_user_may_keep_a_connection_open(self):
        user = self.connect(serving.GET_BY_USER)
        self.assertIn(b'200', self.answer(user))
        self.pass_time(120)
        self.assertFalse(self.is_closed(user))
        user.sendall(serving.GET_BY_USER)
        self.assertIn(b'200', self.answer(user))
        self.pass_time(120.1)
        self.assertTrue(self.is_closed(user))

    def test_headers_that_trickle_in_get_no_more_time(self):
        for is_user in (False, True):
            client = self.connect(serving.GET_BY_USER if is_user else b'')
            if is_user:
                self.answer(client)
            (connection,) = self.server.active_channels.values()
            for number, byte in enumerate(serving.GET[:11]):
                self.assertFalse(self.is_closed(client))
                client.sendall(bytes([byte]))
                self.turn_until(
                    lambda its=connection, size=number + 1: (
                        its.request is not None
                        and its.request.header_bytes_received == size
                    )
                )
                self.pass_time(1.0)
            self.assertTrue(self.is_closed(client))

    def test_a_body_that_trickles_in_gets_time_by_its_size(self):
        client = self.connect(
            b'PUT /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n'
            + serving.TOKEN
            + b'\r\n'
        )
        self._receive(client, 1000)
        self.pass_time(11.9)
        self.assertFalse(self.is_closed(client))
        self._receive(client, 1)
        self.pass_time(0.2)
        self.assertTrue(self.is_closed(client))

    def _receive(self, client, size):
        client.sendall(b'x' * size)
        (connection,) = self.server.active_channels.values()
        before = getattr(connection.request, 'body_bytes_received', 0)
        self.turn_until(
            lambda: (
                connection.request is not None
                and connection.request.body_bytes_received == before + size
            )
        )

    def test_the_application_may_take_any_time(self):
        starts, may_end = threading.Event(), threading.Event()

        def application(environ, start_response):
            starts.set()
            may_end.wait(serving.PATIENCE)
            return self.application(environ, start_response)

        self.server.application = application
        client = self.connect(serving.GET)
        self.turn_until(starts.is_set)
        self.pass_time(10_000)
        may_end.set()
        self.assertIn(b'401', self.answer(client))

    def test_a_client_that_reads_nothing_frees_its_thread(self):
        # More than the buffers of the kernel and the server hold.
        self.application.answer = b'x' * (64 * serving.MEGABYTE)
        self.connect(serving.GET_BY_USER)
        self.turn_until(lambda: self.application.statuses)
        (connection,) = self.server.active_channels.values()
        self.turn_until(
            lambda: (
                connection.total_outbufs_len
                > self.server.adj.outbuf_high_watermark
            )
        )
        self.pass_time(1)
        self.pass_time(119)
        self.assertFalse(self.application.ended.is_set())
        self.pass_time(2)
        self.assertTrue(self.application.ended.wait(serving.PATIENCE))
        self.assertEqual({}, self.server.active_channels)


class TestNumber(serving.ServerTest):
    def test_the_oldest_stranger_is_closed_for_a_new_client(self):
        strangers = []
        for _ in range(8):
            self.now += 0.1
            strangers.append(self.connect())
        self.assertEqual(5, len(self.server.active_channels))
        self.assertEqual(
            [True] * 3 + [False] * 5,
            [self.is_closed(each) for each in strangers],
        )
        user = self.connect(serving.GET_BY_USER)
        self.assertIn(b'200', self.answer(user))

    def test_strangers_are_closed_before_users(self):
        user = self.connect(serving.GET_BY_USER)
        self.answer(user)
        self.now += 1
        strangers = [self.connect() for _ in range(20)]
        self.assertFalse(self.is_closed(user))
        self.assertEqual(16, sum(self.is_closed(each) for each in strangers))

    def test_idle_users_are_closed_if_there_are_no_strangers(self):
        users = []
        for _ in range(7):
            self.now += 0.1
            users.append(self.connect(serving.GET_BY_USER))
            self.assertIn(b'200', self.answer(users[-1]))
        self.assertEqual(
            [True] * 2 + [False] * 5, [self.is_closed(each) for each in users]
        )

    def test_no_connection_is_closed_during_a_request(self):
        starts, may_end = [], threading.Event()
        self.addCleanup(may_end.set)

        def application(environ, start_response):
            starts.append(environ)
            may_end.wait(serving.PATIENCE)
            return self.application(environ, start_response)

        self.server.application = application
        workers = [self.connect(serving.GET) for _ in range(5)]
        self.turn_until(
            lambda: all(
                each.requests for each in self.server.active_channels.values()
            )
        )
        self.assertFalse(self.server.readable())
        late = socket.create_connection(self.address)
        late.setblocking(False)
        self.addCleanup(late.close)
        late.sendall(serving.GET)
        may_end.set()
        for client in (*workers, late):
            self.assertIn(b'401', self.answer(client))


class TestLeaving(serving.ServerTest):
    def test_a_request_knows_whether_its_client_has_left(self):
        results, second_check, first_check = (
            [],
            threading.Event(),
            threading.Event(),
        )

        def application(environ, start_response):
            has_left = environ[request.CLIENT_HAS_LEFT_KEY]
            results.append(has_left())
            first_check.set()
            second_check.wait(serving.PATIENCE)
            results.append(has_left())
            return self.application(environ, start_response)

        self.server.application = application
        for more in (b'', serving.GET):
            results.clear()
            first_check.clear()
            second_check.clear()
            client = self.connect(serving.GET)
            self.turn_until(first_check.is_set)
            client.sendall(more)
            if not more:
                client.close()
            second_check.set()
            self.turn_until(lambda: len(results) >= 2)
            self.assertEqual([False, not more], results[:2])


class TestLimits(testtools.TestCase):
    def test_each_limit_is_an_option(self):
        fields = {field.name for field in dataclasses.fields(serving.LIMITS)}
        options = conf.load(config_files=[])
        limits = connections.Limits.from_options(options.serve, 100)
        self.assertEqual(400, limits.max_stranger_bytes)
        self.assertEqual(
            {name: options.serve[name] for name in options.serve},
            {
                name: getattr(limits, name)
                for name in fields - {'max_stranger_bytes'}
            },
        )
