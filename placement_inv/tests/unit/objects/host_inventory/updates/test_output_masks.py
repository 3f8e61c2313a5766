"""Marks take the place of secrets in the output of updates."""

import json
import textwrap

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.host_inventory.updates import output_masks

_SECRET = 'correct horse-battery staple'
_KEY = 'BEGIN PRIVATE KEY\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\nEND\n'


def _build(**source_vars):
    return output_masks.build([json.dumps(source_vars)])


class TestMasks(testtools.TestCase):
    def test_values_are_hidden_wherever_they_are(self):
        masks = _build(
            CLOUD_ID=_SECRET,
            nested=[{'account': 123456789012}],
            other='unfortunate',
        )
        self.assertEqual(
            'a $encrypted$ of $encrypted$\n$encrypted$',
            masks.apply(f'a {_SECRET} of 123456789012\nunfortunate'),
        )

    def test_names_say_that_short_values_are_secrets(self):
        for name in (
            'password',
            'OS_PASSWORD',
            'api_key',
            'AUTH_TOKEN',
            'clientSecret',
            'credentials',
            'ssh_passphrase',
            'pwd',
        ):
            for source_vars in ({name: 'hush'}, {name: {'value': ['hush']}}):
                masks = _build(**source_vars)
                self.assertEqual('$encrypted$!', masks.apply('hush!'), name)

    def test_short_values_and_words_of_settings_are_shown(self):
        masks = _build(
            REGION='north',
            plugin='ansible.builtin.constructed',
            ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS='silently',
            strict=True,
            token='abc',
            nothing=None,
        )
        text = 'north silently abc true True None ansible.builtin.constructed'
        self.assertEqual(text, masks.apply(text))
        self.assertEqual(
            '$encrypted$', _build(password='silently').apply('silently')
        )

    def test_values_are_hidden_in_literals_and_urls(self):
        value = 'pässword "quoted\\" &/%'
        masks = _build(password=value)
        for spelling in (
            json.dumps(value),
            json.dumps(value, ensure_ascii=False),
            repr(value),
            'https://x/?p=p%C3%A4ssword+%22quoted%5C%22+%26%2F%25',
            'https://x/?p=p%C3%A4ssword%20%22quoted%5C%22%20%26%2F%25',
        ):
            masked = masks.apply(spelling)
            self.assertIn('$encrypted$', masked)
            self.assertNotIn('ssword', masked)

    def test_each_line_of_a_value_is_hidden(self):
        masks = _build(private_key=_KEY)
        for text in (_KEY, repr(_KEY), 'at MIIEvQIBADANBgkq: bad'):
            masked = masks.apply(text)
            self.assertNotIn('MIIE', masked)
        self.assertEqual('at $encrypted$: bad', masked)

    def test_ansible_wraps_lines(self):
        masks = _build(value=_SECRET, other='x' * 200)
        for width in range(12, 60):
            text = textwrap.fill(
                f'[WARNING]: cannot use {_SECRET} nor {"x" * 200} here', width
            )
            masked = masks.apply(text)
            self.assertNotIn('battery', masked)
            self.assertNotIn('xx', masked)
            self.assertEqual(text.count('\n'), masked.count('\n'))

    def test_values_that_overlap_are_hidden_as_one(self):
        masks = _build(first='abcdefgh12', second='gh12ijklmn')
        self.assertEqual('<$encrypted$>', masks.apply('<abcdefgh12ijklmn>'))

    def test_templates_that_name_variables_are_shown(self):
        masks = output_masks.build(
            [
                json.dumps(
                    {
                        'plugin': 'ansible.builtin.constructed',
                        'compose': {
                            'x': 'site_name.region',
                            'y': 'site_name | default(other)',
                            'ansible_password': '"hush!" | string',
                        },
                        'groups': {'web': "'production' in group_names"},
                    }
                )
            ],
            are_templates=True,
        )
        self.assertEqual(
            'site_name.region $encrypted$ $encrypted$ production '
            '$encrypted$ ansible.builtin.constructed',
            masks.apply(
                'site_name.region site_name | default(other) hush! '
                "production 'production' in group_names "
                'ansible.builtin.constructed'
            ),
        )
        self.assertEqual(
            '$encrypted$', _build(value='site_name').apply('site_name')
        )

    def test_text_without_secrets_stays_the_same(self):
        text = 'as it\n is\t\n\n'
        self.assertEqual(text, output_masks.NO_MASKS.apply(text))
        self.assertEqual(text, _build(password=_SECRET).apply(text))

    def test_unreadable_settings_have_no_values(self):
        masks = output_masks.build(['', '{', '[1'])
        self.assertEqual('{ [1', masks.apply('{ [1'))


class TestCompleteEnd(testtools.TestCase):
    def test_a_line_waits_that_ends_like_a_secret_begins(self):
        masks = _build(value=_SECRET)
        for text, end in (
            ('one\ntwo\n', 8),
            ('one\ntwo corr\n', 4),
            ('one\ncorrect horse-\n', 4),
            ('correct\nhorse-\nbatt', 0),
            (f'one\n{_SECRET}\n', 5 + len(_SECRET)),
            ('', 0),
        ):
            self.assertEqual(end, masks.find_complete_end(text), text)
        self.assertEqual(4, output_masks.NO_MASKS.find_complete_end('one\n'))

    def test_no_secret_is_cut_in_two(self):
        masks = _build(value='abcd abcd abcd')
        # The last line could begin another one, and ends the first.
        self.assertEqual(0, masks.find_complete_end('abcd\nabcd\nabcd\n'))

    @given(
        st.lists(st.text('ab \n', max_size=12), max_size=6),
        st.text('ab', min_size=8, max_size=10),
    )
    def test_chunks_hide_what_the_whole_text_hides(self, chunks, value):
        masks = _build(value=value)
        chunks = [*chunks, value[:5], value[5:], '\n', '\n']
        pending, shown = '', ''
        for chunk in chunks:
            pending += chunk
            end = masks.find_complete_end(pending)
            end = pending.rfind('\n', 0, end) + 1
            shown += masks.apply(pending[:end])
            pending = pending[end:]
        shown += masks.apply(pending)
        self.assertEqual(masks.apply(''.join(chunks)), shown)
