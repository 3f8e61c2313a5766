"""Text lookups find both spellings of a character in JSON."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.smartfilter.languages import document_texts
from placement_inv.smartfilter.regex import portable

_match_both = document_texts.match_both_spellings

_TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_characters='"\\\x7f'), max_size=6
)


class TestMatchBothSpellings(testtools.TestCase):
    def test_ascii_texts_and_other_lookups_are_not_changed(self):
        for request in (('icontains', 'a.b'), ('exact', 'é'), ('gt', 'é')):
            self.assertEqual(request, _match_both(*request))

    def test_other_texts_become_patterns(self):
        for lookup, pattern in (
            ('contains', 'a\\.(é|\\\\u00e9)'),
            ('startswith', '^a\\.(é|\\\\u00e9)'),
            ('iendswith', 'a\\.(é|\\\\u00c9|\\\\u00e9)$'),
        ):
            self.assertEqual(pattern, _match_both(lookup, 'a.é')[1], lookup)

    @given(_TEXTS, _TEXTS, st.booleans())
    def test_patterns_match_serialized_texts(self, text, margin, as_escapes):
        document = json.dumps(margin + text + margin, ensure_ascii=as_escapes)
        for lookup in ('contains', 'icontains'):
            new_lookup, pattern = _match_both(lookup, text)
            if new_lookup == lookup:
                self.assertIn(text, document)
                continue
            regex = portable.translate(pattern, new_lookup == 'iregex')
            self.assertTrue(re.search(regex.python, document), pattern)
