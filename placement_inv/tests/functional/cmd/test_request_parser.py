"""The bodies that the embedded HTTP server reads or discards."""

import contextlib

from waitress import buffers

from placement_inv.tests.functional.cmd import serving
from placement_inv.web import errors


class TestBodies(serving.ServerTest):
    def setUp(self):
        super().setUp()
        self.spooled = []
        large = buffers.OverflowableBuffer._set_large_buffer

        def spool(buffer):
            self.spooled.append(len(buffer))
            large(buffer)

        self.patch(buffers.OverflowableBuffer, '_set_large_buffer', spool)

    def put(self, size, *headers, path=b'/', is_chunked=False):
        length = (
            b'Transfer-Encoding: chunked'
            if is_chunked
            else b'Content-Length: %d' % size
        )
        lines = (b'PUT %s HTTP/1.1' % path, b'Host: a', length, *headers)
        client = self.connect(b'\r\n'.join((*lines, b'', b'')))
        if is_chunked:
            client.sendall(b'%x\r\n' % size)
        self.send_body(client, size)
        return client

    def test_a_body_without_credentials_is_not_read(self):
        for is_chunked in (False, True):
            client = self.put(4 * serving.MEGABYTE, is_chunked=is_chunked)
            answer = self.answer(client)
            self.assertIn(b' 401 ', answer)
            self.assertIn(b'Connection: close', answer)
            self.turn_until(lambda its=client: self.is_closed(its))
        self.assertEqual([], self.spooled)
        self.assertEqual(2, len(self.application.statuses))

    def test_reading_an_unread_body_raises_the_error(self):
        for is_chunked in (False, True):
            client = self.put(
                serving.MEGABYTE, path=b'/read', is_chunked=is_chunked
            )
            self.assertIn(b' 413 ', self.answer(client))
        for failure in self.application.failures:
            self.assertIsInstance(failure, errors.BodyTooLarge)
            self.assertEqual(64 * 1024, failure.limit)
        self.assertEqual([], self.application.bodies)

    def test_a_small_body_is_read(self):
        for is_chunked in (False, True):
            client = self.put(60_000, path=b'/read', is_chunked=is_chunked)
            if is_chunked:
                client.sendall(b'\r\n0\r\n\r\n')
            self.assertIn(b' 401 ', self.answer(client))
        self.assertEqual([b'x' * 60_000] * 2, self.application.bodies)

    def test_data_after_an_unread_body_is_no_request(self):
        client = self.connect(
            b'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n'
        )
        client.sendall(serving.GET_BY_USER * 3)
        answer = self.answer(client)
        self.assertEqual(1, answer.count(b'HTTP/1.1'))
        self.assertEqual(['401 Unauthorized'], self.application.statuses)

    def test_a_client_is_not_asked_to_continue(self):
        client = self.connect(
            b'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n'
            b'Expect: 100-continue\r\n\r\n'
        )
        answer = self.answer(client)
        self.assertIn(b' 401 ', answer)
        self.assertNotIn(b'100 Continue', answer)

    def test_a_body_with_any_credentials_is_read(self):
        for header in (
            b'X-Auth-Token: admin',
            b'Authorization: Basic YTpi',
            b'Cookie: csrftoken=1; awx_sessionid=2',
        ):
            self.answer(self.put(700_000, header, path=b'/read'))
        self.assertEqual(3, len(self.application.bodies))
        self.assertEqual({700_000}, set(map(len, self.application.bodies)))

    def test_an_empty_header_is_no_credentials(self):
        for header in (b'X-Auth-Token:', b'Authorization:', b'Cookie: a=b'):
            self.put(700_000, header, path=b'/read')
        self.turn_until(lambda: len(self.application.failures) == 3)
        self.assertEqual([], self.spooled)

    def test_bodies_with_unchecked_credentials_have_a_common_limit(self):
        # Three bodies that never end, then one beyond the limit.
        header = b'X-Auth-Token: wrong'
        for _ in range(3):
            client = self.connect(
                b'PUT /read HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n'
                + header
                + b'\r\n\r\n'
            )
            self.send_body(client, 340_000)
        self.turn_until(
            lambda: self.server.count_stranger_bytes() == 3 * 340_000
        )
        self.put(900_000, header, path=b'/read')
        self.turn_until(lambda: self.application.failures)
        (failure,) = self.application.failures
        self.assertIn('too busy', str(failure))

    def test_bodies_of_users_do_not_count(self):
        user = self.connect(serving.GET_BY_USER)
        self.answer(user)
        user.sendall(
            b'PUT /read HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n'
            + serving.TOKEN
            + b'\r\n'
        )
        self.send_body(user, 3_000_000)
        self.assertIn(b' 200 ', self.answer(user))
        self.assertEqual([3_000_000], [*map(len, self.application.bodies)])

    def test_a_body_beyond_the_servers_limit_is_refused_with_a_reason(self):
        client = self.put(17 * serving.MEGABYTE, serving.TOKEN.strip())
        data = bytearray()

        def is_refused():
            with contextlib.suppress(BlockingIOError):
                data.extend(client.recv(65536))
            return b'exceeds max_body' in data

        self.turn_until(is_refused)
        self.assertIn(b' 413 ', data)

    def test_a_client_that_never_closes_is_closed(self):
        client = self.put(serving.MEGABYTE)
        self.answer(client)
        self.turn_until(lambda: self.is_closed(client))
        self.assertEqual(1, len(self.server.active_channels))
        self.pass_time(11)
        self.assertEqual({}, self.server.active_channels)


class TestFraming(serving.ServerTest):
    def request(self, version, *headers):
        lines = (b'PUT / HTTP/' + version, b'Host: a', *headers)
        return b'\r\n'.join((*lines, b'', b'0\r\n\r\n'))

    def test_no_request_follows_a_body_with_two_lengths(self):
        encoding, length = b'Transfer-Encoding: chunked', b'Content-Length: 5'
        keep_alive = b'Connection: keep-alive'
        for version, *headers in (
            (b'1.1', length, encoding),
            (b'1.1', encoding, keep_alive, length),
            (b'1.0', encoding, length, keep_alive),
            (b'1.0', b'Transfer-Encoding: other', length, keep_alive),
            (b'1.2', length, encoding, keep_alive),
        ):
            self.application.statuses.clear()
            client = self.connect(
                self.request(version, *headers) + serving.GET_BY_USER
            )
            answer = self.answer(client)
            self.assertIn(b'Connection: close', answer)
            self.turn_until(lambda its=client: self.is_closed(its))
            self.assertEqual(1, answer.count(b' 401 Unauthorized'))
            self.assertEqual(['401 Unauthorized'], self.application.statuses)

    def test_a_request_may_follow_a_body_with_one_length(self):
        for header in (b'Transfer-Encoding: chunked', b'Content-Length: 5'):
            self.application.statuses.clear()
            client = self.connect(self.request(b'1.1', header))
            self.assertNotIn(b'Connection: close', self.answer(client))
            client.sendall(serving.GET_BY_USER)
            self.assertIn(b' 200 OK', self.answer(client))


class TestRequestLines(serving.ServerTest):
    def test_bytes_beyond_ascii_reach_the_application(self):
        for name in ('\u00e9'.encode(), '\u00e9'.encode('latin-1')):
            client = self.connect(
                b'GET /%s?name=%s HTTP/1.1\r\nHost: a\r\n\r\n' % (name, name)
            )
            self.assertIn(b' 401 ', self.answer(client))
        self.assertEqual(
            [('/\u00c3\u00a9', 'name=%C3%A9'), ('/\u00e9', 'name=%E9')],
            self.application.targets,
        )
