"""Each reason is documented and allows only its own difference."""

import pathlib
import re

import testtools

from placement_inv.tests.wire import comparison
from placement_inv.tests.wire import corpus
from placement_inv.tests.wire import reasons
from placement_inv.tests.wire.corpus.request import Request

_ROOT = pathlib.Path(__file__).parents[5]
_TERM = re.compile(r'^(\w.*)\n  \S', re.MULTILINE)

_PROVIDER = '/resource_providers/u'


def _view(status=200, body=None, **headers):
    names = comparison.view(_Response()).headers
    own_headers = {
        name.replace('_', '-'): value for name, value in headers.items()
    }
    return comparison.View(status, body, {**names, **own_headers})


class _Response:
    status = 200
    headers = {}
    document = None


def _fault(detail):
    return {'errors': [{'status': 400, 'detail': detail}]}


class TestReasons(testtools.TestCase):
    def test_the_documentation_describes_exactly_these_reasons(self):
        text = (_ROOT / 'doc/source/compatibility.rst').read_text()
        section = text.partition('Beyond the comparison')[0]
        names = list(dict.fromkeys(each.name for each in reasons.REASONS))
        self.assertEqual(names, _TERM.findall(section))

    def test_equal_views_need_no_reason(self):
        request = Request('GET', '/traits')
        self.assertEqual([], reasons.explain(request, _view(), _view()))

    def test_sentences_about_json_may_differ_only_for_malformed_json(self):
        views = (
            _view(400, _fault('Malformed JSON: this')),
            _view(400, _fault('Malformed JSON: that')),
        )
        for raw, names in ((b'{', ['Malformed JSON']), (b'{}', None)):
            request = Request('POST', '/reshaper', raw=raw)
            self.assertEqual(names, reasons.explain(request, *views))

    def test_a_status_may_not_become_a_500(self):
        for request in (
            Request('GET', _PROVIDER),
            Request('GET', f'{_PROVIDER}/aggregates'),
            Request('GET', f'{_PROVIDER}/inventories'),
            Request('GET', '/x?a=b&limit=1'),
            Request('GET', '/allocation_candidates?limit=1&limit=2'),
            Request('GET', '/resource_providers?name=a&name=b'),
            Request('POST', '/allocations', {}),
            Request('HEAD', '/'),
            Request('GET', '/', headers={'x-auth-token': None}),
            Request('PUT', '/', {'name': ''}),
            Request('PUT', '/', {}, after='a refusal'),
            Request('PUT', '/', {}, after='a refusal'),
        ):
            views = _view(400, _fault('')), _view(500, _fault(''))
            self.assertIsNone(reasons.explain(request, *views), request)

    def test_a_reason_covers_no_second_difference(self):
        request = Request('GET', '/', headers={'x-auth-token': None})
        ours = _view(401, _fault('who?'), vary='x', location='here')
        theirs = _view(401, {'message': 'who?'}, location='there')
        self.assertIsNone(reasons.explain(request, ours, theirs))
        self.assertEqual(
            ['Strangers', 'Vary'],
            reasons.explain(
                request,
                ours.remove_header('location'),
                theirs.remove_header('location'),
            ),
        )

    def test_generations_never_differ(self):
        views = (_view(200, {'generation': 1}), _view(200, {'generation': 2}))
        self.assertIsNone(reasons.explain(Request('GET', _PROVIDER), *views))

    def test_providers_of_one_sentence_may_be_in_another_order(self):
        sentence = "Inventory for 'VCPU' on resource provider '{}' invalid."
        views = [
            _view(409, _fault(sentence.format(uuids)))
            for uuids in ('a, b', 'b, a')
        ]
        request = Request('PUT', '/allocations/c')
        self.assertEqual(
            ['Sets in sentences'], reasons.explain(request, *views)
        )

    def test_classes_may_be_in_another_order_where_one_is_custom(self):
        request = Request('PUT', '/allocations/c')
        for other, names in (
            ('CUSTOM_A', ['Sets in sentences']),
            ('DISK_GB', None),
        ):
            views = [
                _view(409, _fault(f"Inventory for '{classes}' on resource"))
                for classes in (f'VCPU, {other}', f'{other}, VCPU')
            ]
            self.assertEqual(names, reasons.explain(request, *views), other)

    def test_an_unknown_name_allows_only_an_empty_response(self):
        request = Request('GET', '/resource_providers?resources=CUSTOM_NO:1')
        ours = _view(400, _fault('No such resource class CUSTOM_NO.'))
        for rows, names in (
            ([], ['Names that do not exist']),
            ([{}], None),
        ):
            theirs = _view(200, {'resource_providers': rows})
            self.assertEqual(names, reasons.explain(request, ours, theirs))

    def test_a_query_error_is_allowed_only_for_repeated_parameters(self):
        ours = _view(400, _fault('Invalid query string parameters: x'))
        for path, names in (
            ('/usages?user_id=&user_id=x', ['Repeated parameters']),
            ('/usages?user_id=', None),
        ):
            self.assertEqual(
                names,
                reasons.explain(Request('GET', path), ours, _view(200, {})),
            )

    def test_an_empty_result_is_allowed_only_for_unusual_spellings(self):
        uuid = '1ceac2cc-0002-4000-8000-000000000000'
        ours = _view(200, {'resource_providers': [{}]})
        theirs = _view(200, {'resource_providers': []})
        for value, names in (
            (f'in:-{uuid},{uuid}', ['Spellings of UUIDs']),
            (uuid.upper(), ['Spellings of UUIDs']),
            (f'!in:{uuid}', None),
            ('x', None),
        ):
            request = Request('GET', f'/resource_providers?member_of={value}')
            self.assertEqual(
                names, reasons.explain(request, ours, theirs), value
            )
            self.assertIsNone(reasons.explain(request, theirs, ours), value)

    def test_a_500_of_a_reshape_is_allowed_only_for_invalid_bodies(self):
        request = Request('POST', '/reshaper')
        theirs = _view(500, _fault("'int' object is not iterable"))
        for detail, names in (
            (
                "JSON does not validate: 1 is not of type 'object'",
                ['Inventories that are no objects'],
            ),
            ('generation conflict', None),
        ):
            ours = _view(400, _fault(detail))
            self.assertEqual(names, reasons.explain(request, ours, theirs))
            self.assertIsNone(reasons.explain(request, theirs, ours))


class TestCorpus(testtools.TestCase):
    def test_hundreds_of_different_requests_at_the_last_version(self):
        requests = {
            str(request) for request in corpus.requests('1.39', 'abcdef01')
        }
        self.assertLess(2000, len(requests))

    def test_every_version_has_many_requests(self):
        for minor in range(40):
            requests = corpus.requests(f'1.{minor}', 'abcdef01')
            self.assertLess(700, len(list(requests)), minor)
