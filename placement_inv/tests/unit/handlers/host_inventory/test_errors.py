"""The statuses and bodies of errors, in the shapes of AWX."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.tests.unit.handlers.host_inventory import requests
from placement_inv.web import errors as web_errors


def _render(error, **options):
    req = requests.make(**options)
    return errors.render(error, 400, req).json


class TestStatuses(testtools.TestCase):
    def test_the_nearest_class_decides(self):
        for error, status in (
            (domain_errors.NoMatch(model='Host'), 404),
            (domain_errors.InvalidFilter(reason='x'), 400),
            (domain_errors.KindIsFixed(), 405),
            (domain_errors.PreconditionFailed(), 412),
            (domain_errors.Busy(active_jobs=[]), 409),
            (exceptions.PolicyNotAuthorized(action='x'), 403),
            (errors.NotJSON(reason='x'), 400),
            (KeyError('x'), None),
        ):
            self.assertEqual(
                status, web_errors.status_of(error, errors.STATUSES), error
            )


class TestRender(testtools.TestCase):
    def test_errors_of_fields_are_the_body(self):
        error = exceptions.InvalidFields(fields={'name': ['x']})
        self.assertEqual({'name': ['x']}, _render(error))

    def test_a_sentence_has_its_key_or_detail(self):
        for error, body in (
            (web_errors.NoSuchRoute(), {'detail': 'Not found.'}),
            (errors.HostsNotListed(reason='x'), {'error': 'x'}),
            (errors.BadAssociation(reason='x'), {'msg': 'x'}),
            (
                domain_errors.CyclicalGroups(),
                {'error': 'Cyclical Group association.'},
            ),
            (
                exceptions.PolicyNotAuthorized(action='x'),
                {
                    'detail': 'You do not have permission to perform this '
                    'action.'
                },
            ),
        ):
            self.assertEqual(body, _render(error), error)

    def test_a_missing_method_is_named(self):
        self.assertEqual(
            {'detail': 'Method "PUT" not allowed.'},
            _render(web_errors.MethodNotAllowed(), method='PUT'),
        )

    def test_unknown_callers_learn_the_path_of_the_login(self):
        error = web_errors.Unauthenticated()
        place = {'environ': {'SCRIPT_NAME': '/inv'}}
        self.assertEndsWith(
            ' visit /inv/api/login/.', _render(error, **place)['detail']
        )

    def assertEndsWith(self, end, text):
        self.assertTrue(text.endswith(end), text)

    def test_an_unacceptable_version_tells_the_range(self):
        body = _render(web_errors.UnacceptableVersion(reason='x'))
        self.assertEqual('1.0', body['min_version'])
        self.assertEqual(str(versions.history.last), body['max_version'])

    def test_busy_rows_name_the_jobs(self):
        jobs = [{'type': 'inventory_update', 'id': 1}]
        self.assertEqual(
            jobs, _render(domain_errors.Busy(active_jobs=jobs))['active_jobs']
        )

    def test_a_kind_that_takes_no_rows_is_about_the_inventory(self):
        error = domain_errors.NotForKind(model='Host')
        self.assertEqual({'inventory': {'detail': str(error)}}, _render(error))

    def test_only_costly_filters_show_their_code(self):
        costly = exceptions.FilterTooExpensive(seconds=1)
        self.assertEqual(costly.code, _render(costly)['code'])
        self.assertNotIn('code', _render(domain_errors.KindIsFixed()))
