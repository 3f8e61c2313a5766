"""Routes agree with policies, gabbits and versions."""

import re

import testtools
import yaml

from placement_inv.handlers.placement import routes
from placement_inv.handlers.placement import versions
from placement_inv.policies import placement as policies
from placement_inv.tests.gabbi import test_gabbits
from placement_inv.web import router

_METHODS = ('GET', 'PUT', 'POST', 'DELETE', 'PATCH')


def _endpoints():
    for path, methods in routes.ROUTES.items():
        for method, endpoints in methods.items():
            for each in (
                endpoints if isinstance(endpoints, tuple) else (endpoints,)
            ):
                yield path, method, each


def _requests():
    """Return (method, path, version) of every request of the gabbits."""
    for file in sorted((test_gabbits.GABBITS / 'placement').glob('*.yaml')):
        suite = yaml.safe_load(file.read_text(encoding='utf-8'))
        default = suite['defaults']['request_headers']
        for test in suite['tests']:
            headers = {**default, **test.get('request_headers', {})}
            version = headers.get('openstack-api-version', '')
            for method in _METHODS:
                if method in test:
                    path = test[method].partition('?')[0]
                    yield method, path, version.removeprefix('placement ')


def _pattern(path):
    return re.compile(re.sub(r'{\w+}', '[^/]+', path))


class TestRoutes(testtools.TestCase):
    def test_endpoints_and_policies_have_the_same_rules(self):
        used_rules = {each.rule for _path, _method, each in _endpoints()}
        policy_rules = {
            rule.name
            for rule in policies.RULES
            if rule.name.startswith('placement:')
        }
        self.assertEqual(policy_rules, used_rules - {None})

    def test_rules_document_their_paths(self):
        policy_paths = {
            (operation['method'], re.sub(r'{\w+}', '{}', operation['path']))
            for rule in policies.RULES
            if rule.name.startswith('placement:')
            for operation in rule.operations
        }
        routed_paths = {
            (method, re.sub(r'{\w+}', '{}', path))
            for path, method, each in _endpoints()
            if each.rule
        }
        self.assertEqual(policy_paths, routed_paths)

    def test_every_endpoint_has_a_gabbit(self):
        requests = list(_requests())
        for path, method, _each in _endpoints():
            pattern = _pattern(path)
            matches = [
                each
                for each in requests
                if each[0] == method and pattern.fullmatch(each[1])
            ]
            self.assertNotEqual([], matches, f'{method} {path}')

    def test_every_version_has_a_gabbit(self):
        gabbit_versions = {version for _method, _path, version in _requests()}
        self.assertEqual(
            [], sorted({*versions.history.numbers} - gabbit_versions)
        )

    def test_the_table_is_accepted(self):
        router.Router(routes.ROUTES)

    def test_versions_have_no_gaps(self):
        self.assertEqual(
            [f'1.{minor}' for minor in range(len(versions.history.versions))],
            versions.history.numbers,
        )
