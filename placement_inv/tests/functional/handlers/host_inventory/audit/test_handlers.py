"""The change record over HTTP: pages, single entries and the feed."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.handlers.host_inventory import api


class TestFeed(api.ApiTest):
    __test__ = True

    def _follow(self, cursor='', **parameters):
        query = ''.join(f'&{key}={value}' for key, value in parameters.items())
        return self.ask('GET', f'changes/?since={cursor}{query}')

    def _names(self, feed):
        return [row['changes']['name'] for row in feed['results']]

    def _create(self, *names):
        for name in names:
            self.create('organizations/', name=name)

    def test_latest_is_the_end_of_the_feed(self):
        self._create('before')
        latest = self._follow('latest').json
        self.assertEqual(([], False), (latest['results'], latest['more']))
        self._create('after')
        feed = self._follow(latest['cursor']).json
        self.assertEqual(['after'], self._names(feed))

    def test_next_leads_on_with_the_same_size(self):
        self._create('one', 'two', 'three')
        feed = self._follow(page_size=2).json
        self.assertEqual(['one', 'two'], self._names(feed))
        self.assertTrue(feed['more'])
        self.assertTrue(feed['next'].endswith('&page_size=2'), feed['next'])
        feed = self.ask('GET', feed['next']).json
        self.assertEqual(['three'], self._names(feed))
        self.assertFalse(feed['more'])

    def test_next_has_a_size_only_if_the_request_has(self):
        self.assertNotIn('page_size', self._follow().json['next'])

    def test_an_invalid_cursor_is_refused(self):
        for text in ('x', '1', '1.', '1.x', '-1.1', '1.' + '1' * 19):
            self.assertEqual(400, self._follow(text).status_int, text)

    def test_early_versions_have_no_feed(self):
        answer = self.ask('GET', 'changes/', version=versions.LONG_LISTS)
        self.assertEqual(404, answer.status_int)


class TestStream(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.owner = self.create('organizations/', name='Engineering')
        self.create('organizations/', name='Sales')

    def test_a_row_lists_its_entries(self):
        stream = self.owner['related']['activity_stream']
        (entry,) = self.ask('GET', stream).json['results']
        self.assertEqual(
            ('create', 'admin'),
            (
                entry['operation'],
                entry['summary_fields']['actor']['username'],
            ),
        )
        self.assertEqual(entry, self.ask('GET', entry['url']).json)

    def test_all_entries_are_one_list(self):
        self.assertEqual(2, self.ask('GET', 'activity_stream/').json['count'])

    def test_entries_have_no_names(self):
        for key in ('Engineering', '2147483647'):
            answer = self.ask('GET', f'activity_stream/{key}/')
            self.assertEqual(404, answer.status_int, key)
