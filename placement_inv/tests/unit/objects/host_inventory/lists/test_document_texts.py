"""Texts are found in JSON whichever way it is written."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.host_inventory.lists import document_texts
from placement_inv.smartfilter.regex import portable

_TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_characters='"\\\x7f'), max_size=6
)


class TestSought(testtools.TestCase):
    def test_plain_texts_and_other_lookups_stay(self):
        for asked in (('icontains', 'a.b'), ('exact', 'é'), ('gt', 'é')):
            self.assertEqual(asked, document_texts.sought(*asked))

    def test_other_texts_become_patterns(self):
        for lookup, pattern in (
            ('contains', 'a\\.(é|\\\\u00e9)'),
            ('startswith', '^a\\.(é|\\\\u00e9)'),
            ('iendswith', 'a\\.(é|\\\\u00c9|\\\\u00e9)$'),
        ):
            self.assertEqual(
                pattern, document_texts.sought(lookup, 'a.é')[1], lookup
            )

    @given(_TEXTS, _TEXTS, st.booleans())
    def test_they_find_what_was_written(self, text, around, as_escapes):
        kept = json.dumps(around + text + around, ensure_ascii=as_escapes)
        for lookup in ('contains', 'icontains'):
            found, pattern = document_texts.sought(lookup, text)
            if found == lookup:
                self.assertIn(text, kept)
                continue
            regex = portable.portable(pattern, found == 'iregex')
            self.assertTrue(re.search(regex.python, kept), pattern)
