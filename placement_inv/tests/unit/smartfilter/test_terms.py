import unittest

from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from placement_inv import smartfilter
from placement_inv.smartfilter import terms
from placement_inv.tests.unit.smartfilter import oracle
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import strategies
from placement_inv.tests.unit.smartfilter import world

EXTENDED = smartfilter.Language.EXTENDED


class TestOutline(unittest.TestCase):
    def test_terms_come_in_the_order_of_the_text(self):
        resolved_filter = world.resolve(
            'name__in=b or not (id > 1 and id != 2)', EXTENDED
        )
        keys = [
            (term.key.text, term.operator)
            for term, _node in terms.list_terms(resolved_filter)
        ]
        self.assertEqual([('name__in', '='), ('id', '>'), ('id', '!=')], keys)

    def test_a_verdict_has_the_form_of_the_filter(self):
        resolved_filter = world.resolve(
            'id=1 or not (id=2 and id=3)', EXTENDED
        )
        verdict = terms.evaluate(resolved_filter, [False, True, False])
        self.assertEqual(('or', True), (verdict.kind, verdict.holds))
        first, second = verdict.parts
        self.assertEqual(('term', False, 0), (first.kind, first.holds, 0))
        self.assertEqual(('not', True), (second.kind, second.holds))
        self.assertEqual([1, 2], [part.term for part in second.parts[0].parts])

    @given(
        strategies.EXTENDED_FILTERS,
        st.sampled_from(rows.as_dicts(rows.ROWS)),
    )
    @settings(max_examples=100)
    def test_a_verdict_follows_from_the_terms(self, text, row):
        try:
            resolved_filter = world.resolve(text, EXTENDED)
        except smartfilter.FilterError:
            assume(False)
        truths = [
            oracle.holds(node, row)
            for _term, node in terms.list_terms(resolved_filter)
        ]
        self.assertEqual(
            oracle.holds(resolved_filter.root, row),
            terms.evaluate(resolved_filter, truths).holds,
        )
