"""Links, routes and policies of the host-inventory family agree."""

import types

import testtools

from placement_inv.handlers import host_inventory
from placement_inv.handlers.host_inventory import root
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import role_representation
from placement_inv.handlers.host_inventory.access import teams
from placement_inv.handlers.host_inventory.access import users
from placement_inv.handlers.host_inventory.groups import (
    representation as group_representation,
)
from placement_inv.handlers.host_inventory.hosts import (
    representation as host_representation,
)
from placement_inv.handlers.host_inventory.inventories import (
    representation as inventory_representation,
)
from placement_inv.handlers.host_inventory.organizations import (
    handlers as organizations,
)
from placement_inv.handlers.host_inventory.sources import (
    representation as source_representation,
)
from placement_inv.handlers.host_inventory.updates import (
    representation as update_representation,
)
from placement_inv.policies import host_inventory as policies

_V2 = '/api/v2/'
_RELATED = {
    'organizations': organizations.RELATED,
    'inventories': (
        *inventory_representation.RELATED,
        *inventory_representation.RELATED_OF_GROUPS,
        *inventory_representation.RELATED_OF_SOURCES,
        *inventory_representation.RELATED_OF_INPUTS,
    ),
    'hosts': host_representation.RELATED,
    'groups': group_representation.RELATED,
    'inventory_sources': source_representation.RELATED,
    'inventory_updates': update_representation.RELATED,
    'users': users.RELATED,
    'teams': teams.RELATED,
    'roles': role_representation.RELATED,
}


def _endpoints():
    """Yield (path, endpoint) of all methods but OPTIONS."""
    for path, methods in routes.ROUTES.items():
        for method, endpoints in methods.items():
            if method == 'OPTIONS':
                continue
            for endpoint in (
                endpoints if isinstance(endpoints, tuple) else (endpoints,)
            ):
                yield path, endpoint


class TestLinks(testtools.TestCase):
    def test_every_link_of_a_body_has_a_route_at_its_version(self):
        for noun, links in _RELATED.items():
            for name, since in links:
                path = f'{_V2}{noun}/{{id}}/{name}'
                self.assertIn(path, routes.ROUTES)
                endpoints = routes.ROUTES[path]['GET']
                if not isinstance(endpoints, tuple):
                    endpoints = (endpoints,)
                self.assertTrue(
                    any(each.exists_at(since) for each in endpoints), path
                )

    def test_every_resource_of_the_root_has_a_route(self):
        for _key, path, *_since in root.RESOURCES:
            self.assertIn(_V2 + path, routes.ROUTES)


class TestPolicies(testtools.TestCase):
    def test_every_rule_of_a_route_is_declared(self):
        rules = {rule.name for rule in policies.RULES}
        used = {
            endpoint.rule for _path, endpoint in _endpoints() if endpoint.rule
        }
        self.assertEqual(set(), used - rules)
        self.assertGreater(len(used), 6)

    def test_only_these_paths_need_no_rule(self):
        open_paths = {
            path for path, endpoint in _endpoints() if endpoint.rule is None
        }
        self.assertEqual(
            {
                '/api',
                '/api/login',
                '/api/logout',
                '/api/v2',
                '/api/v2/config',
                '/api/v2/me',
                '/api/v2/me/permissions',
                '/api/v2/ping',
            },
            open_paths,
        )


class TestFamily(testtools.TestCase):
    def test_the_default_version_must_exist(self):
        conf = types.SimpleNamespace(
            api=types.SimpleNamespace(auth_strategy='noauth2'),
            host_inventory=types.SimpleNamespace(default_microversion='9.9'),
        )
        self.assertRaises(ValueError, host_inventory.application, conf)
        conf.host_inventory.default_microversion = str(versions.FIRST)
        host_inventory.application(conf)
