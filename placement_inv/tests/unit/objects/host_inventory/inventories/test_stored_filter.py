import testtools

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.inventories import stored_filter
from placement_inv.objects.host_inventory.membership import host_filter

AWX, WIDE = host_filter.AWX, host_filter.EXTENDED
_KEPT = host_filter.HostFilter('name=a', AWX)


def _settled(spoken=WIDE, kept=None, **values):
    return stored_filter.normalize(values, 'smart', spoken, kept)


class TestSettled(testtools.TestCase):
    def test_a_new_filter_is_in_the_language_that_is_spoken(self):
        for language in (AWX, WIDE):
            found = _settled(language, _KEPT, host_filter='name=b')
            self.assertEqual(
                {'host_filter': 'name=b', 'host_filter_language': language},
                found,
            )

    def test_the_same_filter_stays_in_its_language(self):
        found = _settled(WIDE, _KEPT, host_filter='name=a')
        self.assertEqual(AWX, found['host_filter_language'])

    def test_a_language_that_is_said_goes_first(self):
        found = _settled(AWX, _KEPT, host_filter_language=WIDE)
        self.assertEqual({'host_filter_language': WIDE}, found)

    def test_a_filter_has_to_be_one_in_its_language(self):
        wide = host_filter.HostFilter('not name=a', WIDE)
        self.assertRaises(
            errors.InvalidHostFilter,
            _settled,
            kept=wide,
            host_filter_language=AWX,
        )

    def test_awx_does_not_look_into_facts_and_says_so_where_they_begin(self):
        for lookup in ('icontains', 'gt', 'in', 'has_key', 'isnull'):
            refused = self.assertRaises(
                errors.LookupOnFacts,
                _settled,
                AWX,
                host_filter=f'ansible_facts__a__b__{lookup}=1 or name=a',
            )
            self.assertEqual(
                'ansible_facts does not support searching with __' + lookup,
                refused.fields['host_filter']['host_filter'][0],
            )

    def test_other_steps_into_facts_are_what_they_are(self):
        for text in (
            'ansible_facts__a__exact=1',
            'ansible_facts__plugin=1',
            'name=a or ansible_facts__a__gt=1',
        ):
            found = _settled(AWX, host_filter=text)
            self.assertEqual(text, found['host_filter'])

    def test_the_wide_language_looks_into_facts(self):
        found = _settled(WIDE, host_filter='ansible_facts__a__gt=1')
        self.assertEqual(WIDE, found['host_filter_language'])

    def test_what_says_nothing_of_filters_changes_none(self):
        self.assertEqual(
            {'name': 'x'},
            _settled(kept=_KEPT, name='x', host_filter_language=''),
        )

    def test_it_is_decoded_once(self):
        found = _settled(host_filter='name=%22%2541%22')
        self.assertEqual('name="%41"', found['host_filter'])

    def test_a_smart_inventory_has_one(self):
        self.assertRaises(
            errors.HostFilterRequired, _settled, host_filter=None
        )
