"""The checks before a handler, and their order."""

import types

import testtools

from placement_inv import exceptions
from placement_inv.web import endpoint
from placement_inv.web import errors
from placement_inv.web import request


class _Context:
    def __init__(self, is_allowed=True):
        self.decisions = []
        self._is_allowed = is_allowed

    def can(self, rule, target):
        self.decisions.append((rule, target))
        if not self._is_allowed:
            raise exceptions.PolicyNotAuthorized(action=rule)


def _request(ctx, **headers):
    req = request.Request.blank('/?project_id=mine')
    req.environ[request.CONTEXT_KEY] = ctx
    for name, value in headers.items():
        req.headers[name] = value
    return req


class TestEndpoint(testtools.TestCase):
    def _endpoint(self, **options):
        options = {'produces': ('application/json',)} | options
        return endpoint.endpoint('a:rule', **options)(lambda req: 'done')

    def test_the_handler_answers_an_allowed_request(self):
        ctx = _Context()
        self.assertEqual('done', self._endpoint()(_request(ctx)))
        self.assertEqual([('a:rule', None)], ctx.decisions)

    def test_a_rule_may_have_a_target(self):
        ctx = _Context()
        target = dict.copy
        endpoint_ = self._endpoint(target=lambda req: target(dict(req.GET)))
        endpoint_(_request(ctx))
        self.assertEqual([('a:rule', {'project_id': 'mine'})], ctx.decisions)

    def test_enter_is_called_for_allowed_requests_only(self):
        entries = []
        allowed_request, refused_request = (
            _request(_Context()),
            _request(_Context(False)),
        )
        self._endpoint()(allowed_request, entries.append)
        self.assertRaises(
            exceptions.PolicyNotAuthorized,
            self._endpoint(),
            refused_request,
            entries.append,
        )
        self.assertEqual([allowed_request], entries)

    def test_media_types_are_checked_before_policy(self):
        ctx = _Context(is_allowed=False)
        req = _request(ctx, Accept='text/plain')
        self.assertRaises(errors.NotAcceptable, self._endpoint(), req)
        self.assertEqual([], ctx.decisions)

    def test_wide_and_empty_accept_headers_are_satisfied(self):
        for accept in ('', '*/*', 'application/*', 'nonsense'):
            req = _request(_Context(), Accept=accept)
            self.assertEqual('done', self._endpoint()(req))

    def test_operations_without_a_media_type_ignore_accept(self):
        req = _request(_Context(), Accept='text/plain')
        self.assertEqual('done', self._endpoint(produces=())(req))

    def test_a_body_needs_the_right_type(self):
        endpoint_ = self._endpoint(consumes=('application/json',))
        req = _request(_Context())
        self.assertRaises(errors.UnsupportedMediaType, endpoint_, req)
        req = _request(types.SimpleNamespace(can=lambda *_: None))
        req.content_type = 'application/json'
        self.assertEqual('done', endpoint_(req))
