"""Each reason is told in the documentation, and forgives only its own."""

import pathlib
import re

import testtools

from placement_inv.tests.wire import comparison
from placement_inv.tests.wire import corpus
from placement_inv.tests.wire import reasons
from placement_inv.tests.wire.corpus.ask import Ask

_ROOT = pathlib.Path(__file__).parents[5]
_TERM = re.compile(r'^(\w.*)\n  \S', re.MULTILINE)

_PROVIDER = '/resource_providers/u'


def _view(status=200, body=None, **headers):
    names = comparison.view(_Answer()).headers
    said = {name.replace('_', '-'): value for name, value in headers.items()}
    return comparison.View(status, body, {**names, **said})


class _Answer:
    status = 200
    headers = {}
    document = None


def _fault(detail):
    return {'errors': [{'status': 400, 'detail': detail}]}


class TestReasons(testtools.TestCase):
    def test_the_documentation_tells_each_reason_and_no_other(self):
        text = (_ROOT / 'doc/source/compatibility.rst').read_text()
        compared = text.partition('Beyond the comparison')[0]
        names = list(dict.fromkeys(each.name for each in reasons.REASONS))
        self.assertEqual(names, _TERM.findall(compared))

    def test_what_is_alike_needs_no_reason(self):
        ask = Ask('GET', '/traits')
        self.assertEqual([], reasons.of(ask, _view(), _view()))

    def test_a_parser_may_speak_only_of_what_it_cannot_parse(self):
        views = (
            _view(400, _fault('Malformed JSON: this')),
            _view(400, _fault('Malformed JSON: that')),
        )
        for raw, found in ((b'{', ['Malformed JSON']), (b'{}', None)):
            ask = Ask('POST', '/reshaper', raw=raw)
            self.assertEqual(found, reasons.of(ask, *views))

    def test_statuses_differ_only_where_a_reason_says_both(self):
        for ask in (
            Ask('GET', _PROVIDER),
            Ask('GET', f'{_PROVIDER}/aggregates'),
            Ask('GET', f'{_PROVIDER}/inventories'),
            Ask('GET', '/x?a=b&limit=1'),
            Ask('GET', '/allocation_candidates?limit=1&limit=2'),
            Ask('GET', '/resource_providers?name=a&name=b'),
            Ask('POST', '/allocations', {}),
            Ask('HEAD', '/'),
            Ask('GET', '/', headers={'x-auth-token': None}),
            Ask('PUT', '/', {'name': ''}),
            Ask('PUT', '/', {}, after='a reshape'),
            Ask('PUT', '/', {}, after='a refusal'),
        ):
            views = _view(400, _fault('')), _view(500, _fault(''))
            self.assertIsNone(reasons.of(ask, *views), ask)

    def test_a_reason_covers_no_second_difference(self):
        ask = Ask('GET', '/', headers={'x-auth-token': None})
        ours = _view(401, _fault('who?'), vary='x', location='here')
        theirs = _view(401, {'message': 'who?'}, location='there')
        self.assertIsNone(reasons.of(ask, ours, theirs))
        self.assertEqual(
            ['Strangers', 'Vary'],
            reasons.of(
                ask, ours.without('location'), theirs.without('location')
            ),
        )

    def test_generations_differ_only_after_a_reshape(self):
        views = [_view(200, {'generation': number}) for number in (1, 2)]
        for after, found in (
            ('a reshape', ['Generations of reshapes']),
            ('', None),
        ):
            ask = Ask('GET', _PROVIDER, after=after)
            self.assertEqual(found, reasons.of(ask, *views))

    def test_an_unknown_name_excuses_only_an_empty_answer(self):
        ask = Ask('GET', '/resource_providers?resources=CUSTOM_NO:1')
        ours = _view(400, _fault('No such resource class CUSTOM_NO.'))
        for found, names in (
            ([], ['Names that do not exist']),
            ([{}], None),
        ):
            theirs = _view(200, {'resource_providers': found})
            self.assertEqual(names, reasons.of(ask, ours, theirs))

    def test_a_form_is_excused_only_where_a_parameter_repeats(self):
        ours = _view(400, _fault('Invalid query string parameters: x'))
        for path, names in (
            ('/usages?user_id=&user_id=x', ['Repeated parameters']),
            ('/usages?user_id=', None),
        ):
            self.assertEqual(
                names, reasons.of(Ask('GET', path), ours, _view(200, {}))
            )

    def test_nothing_found_is_excused_by_an_odd_spelling_only(self):
        uuid = '1ceac2cc-0002-4000-8000-000000000000'
        ours = _view(200, {'resource_providers': [{}]})
        theirs = _view(200, {'resource_providers': []})
        for value, names in (
            (f'in:-{uuid},{uuid}', ['Spellings of UUIDs']),
            (uuid.upper(), ['Spellings of UUIDs']),
            (f'!in:{uuid}', None),
            ('x', None),
        ):
            ask = Ask('GET', f'/resource_providers?member_of={value}')
            self.assertEqual(names, reasons.of(ask, ours, theirs), value)
            self.assertIsNone(reasons.of(ask, theirs, ours), value)

    def test_a_failure_of_a_reshape_is_excused_by_a_refusal_only(self):
        ask = Ask('POST', '/reshaper')
        theirs = _view(500, _fault("'int' object is not iterable"))
        for detail, names in (
            (
                "JSON does not validate: 1 is not of type 'object'",
                ['Inventories that are no objects'],
            ),
            ('generation conflict', None),
        ):
            ours = _view(400, _fault(detail))
            self.assertEqual(names, reasons.of(ask, ours, theirs))
            self.assertIsNone(reasons.of(ask, theirs, ours))


class TestCorpus(testtools.TestCase):
    def test_hundreds_of_different_requests_at_the_last_version(self):
        asked = {str(ask) for ask in corpus.requests('1.39', 'abcdef01')}
        self.assertLess(2000, len(asked))

    def test_every_version_asks_every_part_that_depends_on_it(self):
        for minor in range(40):
            asked = corpus.requests(f'1.{minor}', 'abcdef01')
            self.assertLess(700, len(list(asked)), minor)
