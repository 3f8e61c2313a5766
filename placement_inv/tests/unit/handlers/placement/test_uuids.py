"""One UUID, one text."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement import uuids
from placement_inv.web import errors

_WRITINGS = (
    str,
    lambda each: str(each).upper(),
    lambda each: each.hex,
    lambda each: each.hex.upper(),
    lambda each: f'{{{each}}}',
    lambda each: each.urn,
)


class TestNormal(testtools.TestCase):
    @given(st.uuids(), st.sampled_from(_WRITINGS))
    def test_every_writing_is_the_same_uuid(self, each, writing):
        self.assertEqual(str(each), uuids.normal(writing(each)))

    def test_it_has_the_length_of_its_column(self):
        self.assertEqual(36, len(uuids.normal(uuid.uuid4().urn)))


class TestUsual(testtools.TestCase):
    @given(st.text())
    def test_what_is_no_uuid_stays(self, text):
        self.assertEqual(text, uuids.usual(text))


class TestKeyed(testtools.TestCase):
    @given(st.uuids(), st.sampled_from(_WRITINGS[1:]))
    def test_one_writing_of_each_is_allowed(self, each, writing):
        said = {writing(each): 1, 'none': 2}
        self.assertEqual(
            {str(each): 1, 'none': 2}, uuids.keyed(said, 'provider')
        )

    def test_two_writings_of_one_are_refused(self):
        each = uuid.UUID('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa')
        said = {str(each): 1, each.hex: 1}
        self.assertRaises(errors.InvalidBody, uuids.keyed, said, 'provider')
