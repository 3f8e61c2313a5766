import testtools

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.inventories import stored_filter
from placement_inv.objects.host_inventory.membership import host_filter

AWX, WIDE = host_filter.AWX, host_filter.EXTENDED
_PREVIOUS = host_filter.HostFilter('name=a', AWX)


def _normalize(default_language=WIDE, previous=None, **values):
    rules = host_filter.SaveRules(default_language)
    return stored_filter.normalize(values, 'smart', rules, previous)


class TestSettled(testtools.TestCase):
    def test_a_new_filter_is_in_the_default_language(self):
        for language in (AWX, WIDE):
            values = _normalize(language, _PREVIOUS, host_filter='name=b')
            self.assertEqual(
                {'host_filter': 'name=b', 'host_filter_language': language},
                values,
            )

    def test_the_same_filter_stays_in_its_language(self):
        values = _normalize(WIDE, _PREVIOUS, host_filter='name=a')
        self.assertEqual(AWX, values['host_filter_language'])

    def test_an_explicit_language_takes_precedence(self):
        values = _normalize(AWX, _PREVIOUS, host_filter_language=WIDE)
        self.assertEqual({'host_filter_language': WIDE}, values)

    def test_a_filter_is_checked_in_its_language(self):
        wide = host_filter.HostFilter('not name=a', WIDE)
        self.assertRaises(
            errors.InvalidHostFilter,
            _normalize,
            previous=wide,
            host_filter_language=AWX,
        )

    def test_lookups_on_facts_are_refused_in_the_language_of_awx(self):
        for lookup in ('icontains', 'gt', 'in', 'has_key', 'isnull'):
            error = self.assertRaises(
                errors.LookupOnFacts,
                _normalize,
                AWX,
                host_filter=f'ansible_facts__a__b__{lookup}=1 or name=a',
            )
            self.assertEqual(
                'ansible_facts does not support searching with __' + lookup,
                error.fields['host_filter']['host_filter'][0],
            )

    def test_other_paths_of_facts_are_accepted(self):
        for text in (
            'ansible_facts__a__exact=1',
            'ansible_facts__plugin=1',
            'name=a or ansible_facts__a__gt=1',
        ):
            values = _normalize(AWX, host_filter=text)
            self.assertEqual(text, values['host_filter'])

    def test_the_extended_language_has_lookups_on_facts(self):
        values = _normalize(WIDE, host_filter='ansible_facts__a__gt=1')
        self.assertEqual(WIDE, values['host_filter_language'])

    def test_values_without_a_filter_are_unchanged(self):
        self.assertEqual(
            {'name': 'x'},
            _normalize(previous=_PREVIOUS, name='x', host_filter_language=''),
        )

    def test_a_filter_is_decoded_once(self):
        values = _normalize(host_filter='name=%22%2541%22')
        self.assertEqual('name="%41"', values['host_filter'])

    def test_a_filter_that_is_sent_back_is_not_decoded_again(self):
        for language in (AWX, WIDE):
            for text in ('name="p%2Fq"', ' name="p%2Fq"\t'):
                previous = host_filter.HostFilter(text, language)
                values = _normalize(WIDE, previous, host_filter=text.strip())
                self.assertEqual(
                    {'host_filter': text, 'host_filter_language': language},
                    values,
                )

    def test_a_filter_that_is_sent_encoded_keeps_its_language(self):
        previous = host_filter.HostFilter('name="a"', AWX)
        values = _normalize(WIDE, previous, host_filter='name=%22a%22')
        self.assertEqual(
            {'host_filter': 'name="a"', 'host_filter_language': AWX}, values
        )

    def test_another_language_keeps_a_text_that_is_sent_back(self):
        previous = host_filter.HostFilter('name="p%2Fq"', WIDE)
        values = _normalize(
            WIDE,
            previous,
            host_filter=previous.text,
            host_filter_language=AWX,
        )
        self.assertEqual(
            {'host_filter': previous.text, 'host_filter_language': AWX},
            values,
        )

    def test_a_smart_inventory_needs_a_filter(self):
        self.assertRaises(
            errors.HostFilterRequired, _normalize, host_filter=None
        )
