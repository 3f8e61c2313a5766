"""The error bodies of the placement family."""

import types

import testtools

from placement_inv.handlers.placement import errors
from placement_inv.handlers.placement import versions
from placement_inv.objects.placement import errors as placement_errors
from placement_inv.web import errors as web_errors
from placement_inv.web import request

_ERROR = placement_errors.ProviderInUse()


def _render(error=_ERROR, status=409, version=versions.ERROR_CODES, **headers):
    ctx = types.SimpleNamespace(request_id='req-1')
    req = request.Request.blank(
        '/resource_providers/x',
        headers=headers,
        environ={request.CONTEXT_KEY: ctx},
    )
    if version is not None:
        req.version = version
    return errors.render(error, status, req)


class TestJSON(testtools.TestCase):
    def test_an_error_has_the_form_of_the_api_sig(self):
        response = _render()
        self.assertEqual(409, response.status_int)
        self.assertEqual(
            {
                'errors': [
                    {
                        'status': 409,
                        'title': 'Conflict',
                        'detail': 'There was a conflict when trying to '
                        'complete your request.\n\n '
                        'Resource provider has allocations.  ',
                        'request_id': 'req-1',
                        'code': 'placement.resource_provider.inuse',
                    }
                ]
            },
            response.json,
        )

    def test_codes_begin_with_their_version(self):
        for version in (versions.REPEATED_MEMBER_OF, versions.ERROR_CODES):
            (fault,) = _render(version=version).json['errors']
            self.assertIn('code', fault)
        for version in (versions.FORBIDDEN_TRAITS, None):
            (fault,) = _render(version=version).json['errors']
            self.assertNotIn('code', fault)

    def test_an_unacceptable_version_is_told_the_range(self):
        error = web_errors.UnacceptableVersion(reason='no such version')
        (fault,) = _render(error, 406, version=None).json['errors']
        self.assertEqual(
            (str(versions.history.first), str(versions.history.last)),
            (fault['min_version'], fault['max_version']),
        )


class TestMediaTypes(testtools.TestCase):
    def test_the_type_follows_accept(self):
        for accept, media_type in (
            ('', 'application/json'),
            ('*/*', 'application/json'),
            ('application/json', 'application/json'),
            ('text/html;q=0.5, application/json', 'application/json'),
            ('text/html', 'text/html'),
            ('text/plain', 'text/plain'),
            ('image/png', 'text/plain'),
        ):
            response = _render(Accept=accept)
            self.assertEqual(media_type, response.content_type, accept)
            self.assertEqual(409, response.status_int)
            self.assertIn('Resource provider has allocations', response.text)

    def test_html_escapes_what_the_client_wrote(self):
        error = placement_errors.ResourceProviderNotFound(uuid='<script>')
        text = _render(error, 404, Accept='text/html').text
        self.assertIn('&lt;script&gt;', text)
        self.assertNotIn('<script>', text)
