"""A filter that is saved, read and saved again stays the same."""

import urllib.parse

import hypothesis
from hypothesis import strategies as st

from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional.handlers.host_inventory import api

_LANGUAGES = (host_filter.AWX, host_filter.EXTENDED)
#: Texts between the quotes of a filter: as they are, encoded, and encoded
#: several times.
_PLAIN = st.text(
    st.one_of(
        st.sampled_from('%2F 05ab/&+=é'),
        st.characters(exclude_categories=('C', 'Zl', 'Zp')),
    ),
    max_size=8,
).map(lambda text: text.replace('"', '').replace('\\', ''))
_TEXTS = st.builds(
    lambda text, times, ends: ends.format(_quote(f'name="{text}"', times)),
    _PLAIN,
    st.integers(0, 3),
    st.sampled_from(['{}', '%20{}', '{}%09', '{} or groups__name=%2522b%22']),
)
_VERSIONS = st.sampled_from(
    [
        versions.SMART_INVENTORIES,
        versions.WIDE_FILTERS,
        versions.HIDDEN_DELETIONS,
        versions.LITERAL_FILTERS,
    ]
)

_SETTINGS = hypothesis.settings(max_examples=20)


def _quote(text, times):
    for _time in range(times):
        text = urllib.parse.quote(text)
    return text


class TestStoredFilters(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.organization = self.make_inventory().organization.id
        self.count = 0

    def _save(self, text, language, version=versions.history.last):
        """Create a smart inventory; return the answer."""
        self.count += 1
        body = {
            'name': f'smart {self.count}',
            'organization': self.organization,
            'kind': 'smart',
            'host_filter': text,
        }
        if language:
            body['host_filter_language'] = language
        return self.ask('POST', 'inventories/', body, version)

    def _read(self, inventory):
        """Return the text and the language of a filter that is stored."""
        body = self.ask('GET', inventory['url']).json
        return body['host_filter'], body['host_filter_language']

    @_SETTINGS
    @hypothesis.given(
        _TEXTS, st.sampled_from([None, *_LANGUAGES]), _VERSIONS, _VERSIONS
    )
    def test_a_filter_that_is_sent_back_is_unchanged(
        self, text, language, first_version, later_version
    ):
        answer = self._save(text, language, first_version)
        hypothesis.assume(answer.status_int == 201)
        inventory = answer.json
        stored_filter = self._read(inventory)
        whole = self.ask('GET', inventory['url'], version=later_version).json
        # Each write would need the next one.
        whole.pop('generation', None)
        part = {'host_filter': whole['host_filter']}
        requests = [
            ('PUT', whole),
            ('PATCH', part),
            ('PATCH', {'description': 'x'}),
        ]
        if later_version >= versions.WIDE_FILTERS:
            language_part = {**part, 'host_filter_language': stored_filter[1]}
            requests.append(('PATCH', language_part))
        for method, body in requests:
            answer = self.ask(
                method, inventory['url'], body, version=later_version
            )
            self.assertEqual(200, answer.status_int, answer.text)
            self.assertEqual(stored_filter, self._read(inventory), method)

    @_SETTINGS
    @hypothesis.given(_TEXTS, st.sampled_from(_LANGUAGES))
    def test_a_copy_has_the_same_filter(self, text, language):
        answer = self._save(text, language)
        hypothesis.assume(answer.status_int == 201)
        stored_filter = self._read(answer.json)
        for _time in range(2):
            self.count += 1
            answer = self.ask(
                'POST',
                f'{answer.json["url"]}copy/',
                {'name': f'copy {self.count}'},
            )
            self.assertEqual(stored_filter, self._read(answer.json))

    @_SETTINGS
    @hypothesis.given(_TEXTS)
    def test_the_extended_language_is_stored_as_it_is_written(self, text):
        answer = self._save(text, host_filter.EXTENDED)
        hypothesis.assume(answer.status_int == 201)
        self.assertEqual(text.strip(), answer.json['host_filter'])
        # What was exported can be imported, also as another inventory.
        again = self._save(
            answer.json['host_filter'], answer.json['host_filter_language']
        )
        self.assertEqual(self._read(answer.json), self._read(again.json))

    def test_versions_decode_a_new_filter_of_either_language(self):
        text, decoded_text = 'name="p%252Fq"', 'name="p%2Fq"'
        for version, language, stored_filter in (
            (versions.SMART_INVENTORIES, None, decoded_text),
            (versions.WIDE_FILTERS, host_filter.EXTENDED, decoded_text),
            (versions.HIDDEN_DELETIONS, None, decoded_text),
            (versions.LITERAL_FILTERS, host_filter.AWX, decoded_text),
            (versions.LITERAL_FILTERS, host_filter.EXTENDED, text),
            (versions.LITERAL_FILTERS, None, text),
        ):
            answer = self._save(text, language, version)
            self.assertEqual(
                stored_filter, answer.json['host_filter'], version
            )

    def test_a_preview_reads_a_filter_as_a_save_does(self):
        for version in (versions.HIDDEN_DELETIONS, versions.LITERAL_FILTERS):
            for language in _LANGUAGES:
                query = urllib.parse.urlencode(
                    {
                        'host_filter': 'name="p%252Fq"',
                        'host_filter_language': language,
                    }
                )
                preview = self.ask(
                    'GET', f'smart_filter/?{query}', version=version
                ).json
                inventory = self._save(
                    'name="p%252Fq"', language, version
                ).json
                self.assertEqual(
                    inventory['host_filter'], preview['host_filter'], version
                )

    def test_a_preview_of_nul_is_refused(self):
        answer = self.ask(
            'GET',
            'smart_filter/?host_filter_language=awx&host_filter=name=%2500',
        )
        self.assertEqual(400, answer.status_int)
