import testtools

from placement_inv.web import timed_cache


class TestTimedCache(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.now = 0.0
        self.seconds = 300
        self.answers = []
        self.cache = timed_cache.TimedCache(
            lambda: self.seconds, lambda: self.now
        )

    def _find(self, answer, key='key'):
        def ask():
            self.answers.append(answer)
            return answer

        return self.cache.find(key, ask)

    def test_a_result_is_used_until_its_time_is_over(self):
        self.assertEqual('old', self._find('old'))
        self.now = 299.9
        self.assertEqual('old', self._find('new'))
        self.assertEqual('other', self._find('other', 'key 2'))
        self.now = 300.0
        self.assertEqual('new', self._find('new'))

    def test_no_seconds_ask_each_time(self):
        self.seconds = 0
        self._find('old')
        self.assertEqual('new', self._find('new'))

    def test_none_is_asked_for_again(self):
        self.assertIsNone(self._find(None))
        self.assertEqual('new', self._find('new'))

    def test_an_error_is_asked_for_again(self):
        def fail():
            raise KeyError

        self.assertRaises(KeyError, self.cache.find, 'key', fail)
        self.assertEqual('new', self._find('new'))

    def test_the_number_of_results_is_limited(self):
        self.patch(timed_cache, '_MOST', 2)
        for key in 'abc':
            self._find(key, key)
        self.assertEqual('new', self._find('new', 'a'))
        self.assertEqual('c', self._find('new', 'c'))
