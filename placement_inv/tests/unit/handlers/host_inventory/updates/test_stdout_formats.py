"""The formats of the output of an update."""

import testtools

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory.updates import stdout_formats
from placement_inv.web import errors as web_errors
from placement_inv.web import request

_TEXT = '\x1b[1;31mERROR\x1b[0m <script>\nsecond\nthird\n'


def _form(query='', accept=None):
    headers = {'Accept': accept} if accept else {}
    return stdout_formats.parse_form(
        request.Request.blank(f'/?{query}', headers=headers)
    )


def _answer(query):
    return stdout_formats.answer(_form(query), _TEXT, 'update_1')


class TestForm(testtools.TestCase):
    def test_the_media_type_chooses_where_no_format_is_named(self):
        for accept, name in (
            (None, 'html'),
            ('*/*', 'html'),
            ('text/html', 'html'),
            ('application/json', 'json'),
            ('text/plain', 'txt'),
            ('text/html;q=0.1, application/json', 'json'),
        ):
            self.assertEqual(name, _form(accept=accept).name, accept)

    def test_a_format_overrides_the_media_type(self):
        form = _form('format=ansi_download', accept='application/json')
        self.assertEqual('ansi_download', form.name)

    def test_unknown_formats_and_bad_lines_are_refused(self):
        self.assertRaises(web_errors.NoSuchRoute, _form, 'format=pdf')
        self.assertRaises(web_errors.NotAcceptable, _form, accept='image/png')
        self.assertRaises(
            errors.BadParameter, _form, 'format=json&end_line=-1'
        )


class TestAnswer(testtools.TestCase):
    def test_text_has_no_colours(self):
        self.assertTrue(_answer('format=txt').text.startswith('ERROR <scr'))

    def test_ansi_keeps_colours(self):
        self.assertEqual(_TEXT, _answer('format=ansi').text)

    def test_a_page_escapes_markup(self):
        page = _answer('format=html')
        self.assertEqual('text/html', page.content_type)
        self.assertIn('ERROR &lt;script&gt;', page.text)
        self.assertNotIn('<script>', page.text)

    def test_a_download_has_a_name(self):
        for form in ('txt_download', 'ansi_download'):
            self.assertEqual(
                'attachment; filename="update_1.txt"',
                _answer(f'format={form}').headers['Content-Disposition'],
            )

    def test_lines_are_counted_from_zero(self):
        for query, start, end, content in (
            ('', 0, 3, 'ERROR <script>\nsecond\nthird\n'),
            ('start_line=1', 1, 3, 'second\nthird\n'),
            ('start_line=1&end_line=2', 1, 2, 'second\n'),
            ('start_line=2&end_line=1', 1, 1, ''),
            ('start_line=7&end_line=9', 3, 3, ''),
        ):
            body = _answer(f'format=json&{query}').json
            self.assertEqual(
                {
                    'range': {'start': start, 'end': end, 'absolute_end': 3},
                    'content': content,
                },
                body,
                query,
            )

    def test_content_in_base64(self):
        body = _answer('format=json&content_encoding=base64&end_line=0').json
        self.assertEqual('base64', body['content_encoding'])
        self.assertEqual('', body['content'])
