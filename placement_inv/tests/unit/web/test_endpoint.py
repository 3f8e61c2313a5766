"""What stands before a handler, and in what order."""

import types

import testtools

from placement_inv import exceptions
from placement_inv.web import endpoint
from placement_inv.web import errors
from placement_inv.web import request


class _Context:
    def __init__(self, allowed=True):
        self.asked = []
        self._allowed = allowed

    def can(self, rule, target):
        self.asked.append((rule, target))
        if not self._allowed:
            raise exceptions.PolicyNotAuthorized(action=rule)


def _request(ctx, **headers):
    made = request.Request.blank('/?project_id=mine')
    made.environ[request.CONTEXT_KEY] = ctx
    for name, value in headers.items():
        made.headers[name] = value
    return made


class TestEndpoint(testtools.TestCase):
    def _endpoint(self, **options):
        options = {'produces': ('application/json',)} | options
        return endpoint.endpoint('a:rule', **options)(lambda req: 'done')

    def test_the_handler_answers_who_may(self):
        ctx = _Context()
        self.assertEqual('done', self._endpoint()(_request(ctx)))
        self.assertEqual([('a:rule', None)], ctx.asked)

    def test_a_rule_may_be_about_the_request(self):
        ctx = _Context()
        target = dict.copy
        found = self._endpoint(target=lambda req: target(dict(req.GET)))
        found(_request(ctx))
        self.assertEqual([('a:rule', {'project_id': 'mine'})], ctx.asked)

    def test_only_who_is_admitted_enters(self):
        entered = []
        admitted, refused = _request(_Context()), _request(_Context(False))
        self._endpoint()(admitted, entered.append)
        self.assertRaises(
            exceptions.PolicyNotAuthorized,
            self._endpoint(),
            refused,
            entered.append,
        )
        self.assertEqual([admitted], entered)

    def test_media_types_come_before_rights(self):
        ctx = _Context(allowed=False)
        made = _request(ctx, Accept='text/plain')
        self.assertRaises(errors.NotAcceptable, self._endpoint(), made)
        self.assertEqual([], ctx.asked)

    def test_who_asks_for_nothing_gets_what_there_is(self):
        for accept in ('', '*/*', 'application/*', 'nonsense'):
            made = _request(_Context(), Accept=accept)
            self.assertEqual('done', self._endpoint()(made))

    def test_writers_answer_whatever_is_asked_for(self):
        made = _request(_Context(), Accept='text/plain')
        self.assertEqual('done', self._endpoint(produces=())(made))

    def test_a_body_needs_the_right_type(self):
        found = self._endpoint(consumes=('application/json',))
        made = _request(_Context())
        self.assertRaises(errors.UnsupportedMediaType, found, made)
        made = _request(types.SimpleNamespace(can=lambda *_: None))
        made.content_type = 'application/json'
        self.assertEqual('done', found(made))
