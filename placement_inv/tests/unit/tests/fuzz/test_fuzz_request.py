import testtools

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.shot import Shot

_FINE = Shot(
    'PUT',
    '/a%20b/%ff',
    'q=%F0%9F%98%80&r=١',
    (('X-Auth-Token', 'admin'), ('Content-Type', 'text/plain')),
    b'\x00\xff',
)


class TestShot(testtools.TestCase):
    def test_it_becomes_what_a_server_would_hand_over(self):
        environ = _FINE.environ()
        self.assertEqual('/a b/\xff', environ['PATH_INFO'])
        self.assertEqual('q=%F0%9F%98%80&r=Ù¡', environ['QUERY_STRING'])
        self.assertEqual('admin', environ['HTTP_X_AUTH_TOKEN'])
        self.assertEqual('text/plain', environ['CONTENT_TYPE'])
        self.assertEqual('2', environ['CONTENT_LENGTH'])

    def test_chunks_tell_no_length(self):
        chunked = Shot('PUT', '/', body=b'{}', length=None)
        self.assertNotIn('CONTENT_LENGTH', chunked.environ())

    def test_its_word_says_all_of_it(self):
        self.assertEqual(_FINE, Shot.of_text(_FINE.to_text()))

    def test_what_a_seed_spoils_it_spoils_again(self):
        for number in range(200):
            one, other = (
                spoiling.request(chance.Chance(number), _FINE, 'placement')
                for _ in range(2)
            )
            self.assertEqual(one, other)
            self.assertEqual(one, Shot.of_text(one.to_text()))

    def test_no_document_is_too_bad_to_be_sent(self):
        document = {'a': [1, 'x', None, {'b': 2.5}], 'c': True}
        for number in range(500):
            spoilt = spoiling.document(chance.Chance(number), document)
            self.assertIsInstance(garbage.encoded(spoilt), bytes)
        self.assertEqual({'b': 2.5}, document['a'][3])
