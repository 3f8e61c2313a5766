"""The API, with auth_strategy = noauth2."""

import dataclasses
import pathlib
import tempfile
from unittest import mock

import testtools
import webob

from placement_inv import deploy
from placement_inv import exceptions
from placement_inv import policy
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory.access import user
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_V2 = '/api/v2/'


class ApiDatabaseTest(base.DatabaseTest):
    """A test that asks the API, by paths below /api/v2/ or from the root."""

    def setUp(self):
        super().setUp()
        self.set_option('auth_strategy', 'noauth2', 'api')
        # The users of other tests are not known: their rows are deleted.
        services = dataclasses.replace(
            self.services,
            people=user.Directory(),
            policy=policy.Policy(self.conf),
        )
        self.policy = services.policy
        self.application = deploy.loadapp(self.conf, services)

    def set_option(self, name, value, group='host_inventory'):
        self.conf.set_override(name, value, group)
        self.addCleanup(self.conf.clear_override, name, group)

    def forbid(self, rule):
        """Let the policy forbid one rule to everybody."""
        authorize = self.policy.authorize

        def authorize_others(ctx, name, target):
            if name == rule:
                raise exceptions.PolicyNotAuthorized(action=rule)
            authorize(ctx, name, target)

        self.enterContext(
            mock.patch.object(self.policy, 'authorize', authorize_others)
        )

    def ask(
        self,
        method,
        path,
        body=None,
        version=versions.history.last,
        user='admin',
        roles='admin',
        headers=None,
    ):
        """Return the answer to a request; `body` is sent as JSON."""
        req = webob.Request.blank(
            path if path.startswith('/') else _V2 + path,
            method=method,
            headers={
                'X-Auth-Token': user,
                'X-Roles': roles,
                'OpenStack-API-Version': f'host-inventory {version}',
                **(headers or {}),
            },
        )
        if body is not None:
            req.content_type = 'application/json'
            req.json = body
        return req.get_response(self.application)

    def create(self, path, **body):
        """Create a row and return its body."""
        answer = self.ask('POST', path, body)
        self.assertIn(answer.status_int, (201, 202), answer.text)
        return answer.json

    def make_inventory(self, name='Production', **values):
        return world.make_inventory(self.ctx, name, **values)

    def make_source(self, inventory, name='estate', source_path='estate'):
        """Create a source of a file that exists; '' for one without a file."""
        directory = self.enterContext(tempfile.TemporaryDirectory())
        pathlib.Path(directory, 'estate').write_text('web01\n')
        self.set_option('file_roots', [directory], 'inventory_sources')
        return world.make_source(
            self.ctx, inventory.id, name, source_path=source_path
        )

    def make_host(self, inventory, name='web01', **values):
        return world.make_host(self.ctx, inventory.id, name, **values)


class ApiTest(ApiDatabaseTest, testtools.TestCase):
    """The same on SQLite alone: handlers have no SQL of their own."""

    backend = 'sqlite'
