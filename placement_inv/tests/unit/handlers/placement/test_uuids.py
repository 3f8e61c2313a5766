"""Every spelling of a UUID has one normal form."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement import uuids

_SPELLINGS = (
    str,
    lambda each: str(each).upper(),
    lambda each: each.hex,
    lambda each: each.hex.upper(),
    lambda each: f'{{{each}}}',
    lambda each: each.urn,
)


class TestNormalize(testtools.TestCase):
    @given(st.uuids(), st.sampled_from(_SPELLINGS))
    def test_every_spelling_has_the_same_normal_form(self, each, spell):
        self.assertEqual(str(each), uuids.normalize(spell(each)))

    def test_the_normal_form_has_the_length_of_its_column(self):
        self.assertEqual(36, len(uuids.normalize(uuid.uuid4().urn)))
