"""One UUID, one text."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement import uuids

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
        self.assertEqual(str(each), uuids.normalize(writing(each)))

    def test_it_has_the_length_of_its_column(self):
        self.assertEqual(36, len(uuids.normalize(uuid.uuid4().urn)))
