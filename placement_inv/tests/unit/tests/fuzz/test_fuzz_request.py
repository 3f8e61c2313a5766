import testtools

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest

_VALID = FuzzRequest(
    'PUT',
    '/a%20b/%ff',
    'q=%F0%9F%98%80&r=١',
    (('X-Auth-Token', 'admin'), ('Content-Type', 'text/plain')),
    b'\x00\xff',
)


class TestFuzzRequest(testtools.TestCase):
    def test_the_environment_is_that_of_a_server(self):
        environ = _VALID.environ()
        self.assertEqual('/a b/\xff', environ['PATH_INFO'])
        self.assertEqual('q=%F0%9F%98%80&r=Ù¡', environ['QUERY_STRING'])
        self.assertEqual('admin', environ['HTTP_X_AUTH_TOKEN'])
        self.assertEqual('text/plain', environ['CONTENT_TYPE'])
        self.assertEqual('2', environ['CONTENT_LENGTH'])

    def test_a_chunked_request_has_no_length(self):
        req = FuzzRequest('PUT', '/', body=b'{}', length=None)
        self.assertNotIn('CONTENT_LENGTH', req.environ())

    def test_the_text_form_is_complete(self):
        self.assertEqual(_VALID, FuzzRequest.from_text(_VALID.to_text()))

    def test_mutations_repeat_with_the_seed(self):
        for number in range(200):
            one, other = (
                spoiling.request(chance.Chance(number), _VALID, 'placement')
                for _ in range(2)
            )
            self.assertEqual(one, other)
            self.assertEqual(one, FuzzRequest.from_text(one.to_text()))

    def test_each_mutated_document_can_be_sent(self):
        document = {'a': [1, 'x', None, {'b': 2.5}], 'c': True}
        for number in range(500):
            mutation = spoiling.document(chance.Chance(number), document)
            self.assertIsInstance(garbage.encode(mutation), bytes)
        self.assertEqual({'b': 2.5}, document['a'][3])
