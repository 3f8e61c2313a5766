"""The facts of a host over HTTP: tags, conditions and versions."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.handlers.host_inventory import api


class TestFacts(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        host = self.make_host(self.make_inventory())
        self.path = f'hosts/{host.id}/ansible_facts/'
        self.tag = self.ask('PUT', self.path, {'a': 1}).headers['ETag']

    def _write(self, method='PATCH', query='', if_match=None, **options):
        return self.ask(
            method,
            self.path + query,
            {'b': 1},
            headers={'If-Match': if_match} if if_match else None,
            **options,
        )

    def test_a_known_tag_answers_304(self):
        for tag, status in ((self.tag, 304), ('"1-0"', 200), ('*', 304)):
            answer = self.ask('GET', self.path, headers={'If-None-Match': tag})
            self.assertEqual(status, answer.status_int, tag)
            self.assertEqual(self.tag, answer.headers['ETag'])

    def test_a_tag_is_a_condition_of_a_write(self):
        for tag, status in (('"9-0"', 412), (self.tag, 200), ('*', 200)):
            self.assertEqual(status, self._write(if_match=tag).status_int, tag)

    def test_a_version_is_a_condition_of_a_write(self):
        for text, status in (
            ('7', 409),
            ('x', 400),
            ('', 400),
            ('-1', 400),
            ('1' * 10, 400),
            ('1', 200),
        ):
            answer = self._write(query=f'?version={text}')
            self.assertEqual(status, answer.status_int, text)

    def test_a_merge_keeps_other_facts(self):
        self.assertEqual({'a': 1, 'b': 1}, self._write('PATCH').json)
        self.assertEqual({'b': 1}, self._write('PUT').json)

    def test_early_versions_have_no_tags_and_no_conditions(self):
        old = versions.FACTS
        answer = self.ask(
            'GET',
            self.path,
            headers={'If-None-Match': self.tag},
            version=old,
        )
        self.assertEqual(200, answer.status_int)
        self.assertNotIn('ETag', answer.headers)
        answer = self._write(query='?version=x', if_match='"9-0"', version=old)
        self.assertEqual(200, answer.status_int)

    def test_facts_have_a_limit_of_their_own(self):
        self.set_option('max_facts_size', 1024)
        answer = self.ask('PUT', self.path, {'a': 'x' * 1024})
        self.assertEqual(413, answer.status_int)
