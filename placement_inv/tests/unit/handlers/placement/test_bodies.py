"""The order of two errors: a bad body, and a provider that does not exist."""

import types

import testtools

from placement_inv.handlers.placement import bodies
from placement_inv.objects.placement import errors as placement_errors
from placement_inv.objects.placement import provider
from placement_inv.web import errors


class TestReadProviderBody(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self._uuids = []
        self._provider_error = None
        self.patch(provider, 'get', self._get)

    def _get(self, _ctx, uuid):
        self._uuids.append(uuid)
        if self._provider_error is not None:
            raise self._provider_error

    def _read(self, body):
        """Read a body; `body` may be the error of reading it."""

        def read_json(_schema):
            if isinstance(body, Exception):
                raise body
            return body

        return bodies.read_provider_body(
            types.SimpleNamespace(
                ctx=None, path_items={'uuid': 'x'}, json=read_json
            ),
            schema=None,
        )

    def test_a_good_body_needs_no_provider(self):
        self.assertEqual({'name': 'a'}, self._read({'name': 'a'}))
        self.assertEqual([], self._uuids)

    def test_a_bad_body_for_an_existing_provider_is_the_error(self):
        for error in (
            errors.MalformedBody(reason='it is not JSON'),
            errors.InvalidBody(reason='a key is missing', error=None),
        ):
            self.assertIs(
                error, self.assertRaises(type(error), self._read, error)
            )
        self.assertEqual(['x', 'x'], self._uuids)

    def test_an_unknown_provider_comes_before_a_bad_body(self):
        self._provider_error = placement_errors.ResourceProviderNotFound(
            uuid='x'
        )
        self.assertRaises(
            placement_errors.ResourceProviderNotFound,
            self._read,
            errors.MalformedBody(reason='it is not JSON'),
        )

    def test_other_errors_need_no_provider(self):
        self.assertRaises(
            errors.BodyTooLarge, self._read, errors.BodyTooLarge(limit=1)
        )
        self.assertEqual([], self._uuids)
