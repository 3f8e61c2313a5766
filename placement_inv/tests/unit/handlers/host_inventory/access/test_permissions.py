"""Permissions: every operation, the rule that decides, the needed roles."""

import pathlib
import tempfile
import types

import testtools

from placement_inv import conf as configuration
from placement_inv import context
from placement_inv import policies
from placement_inv import policy
from placement_inv.handlers.host_inventory import routes as inventory_routes
from placement_inv.handlers.host_inventory.access import permissions
from placement_inv.handlers.placement import routes as placement_routes

_OPERATIONS = permissions.list_operations(
    {
        permissions.HOST_INVENTORY: inventory_routes.ROUTES,
        permissions.PLACEMENT: placement_routes.ROUTES,
    }
)


class TestOperations(testtools.TestCase):
    def test_every_rule_with_operations_is_listed(self):
        documented = {
            rule.name
            for rule in policies.list_rules()
            if getattr(rule, 'operations', ())
        }
        listed = {operation.rule for operation in _OPERATIONS} - {None}
        self.assertEqual(documented, listed)

    def test_rules_belong_to_the_family_of_their_operation(self):
        for operation in _OPERATIONS:
            if operation.rule is not None:
                prefix = operation.rule.partition(':')[0].replace('_', '-')
                self.assertEqual(operation.family, prefix)

    def test_each_operation_is_listed_once(self):
        keys = [(each.name, each.rule) for each in _OPERATIONS]
        self.assertEqual(len(keys), len(set(keys)))


class TestPermissions(testtools.TestCase):
    def _context(self, rules='', strategy='keystone', **identity):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        path = pathlib.Path(directory.name, 'policy.yaml')
        path.write_text(rules)
        conf = configuration.new()
        conf([], default_config_files=[])
        conf.set_override('auth_strategy', strategy, 'api')
        conf.set_override('policy_file', str(path), 'oslo_policy')
        services = types.SimpleNamespace(conf=conf, policy=policy.Policy(conf))
        return context.RequestContext(services, overwrite=False, **identity)

    def _find(self, ctx, name):
        return next(
            each
            for each in permissions.list_permissions(ctx, _OPERATIONS)
            if each.operation.name == name
        )

    def test_the_default_check_decides(self):
        ctx = self._context(user_id='u', roles=['reader'], project_id='p')
        reading = self._find(ctx, 'GET /api/v2/hosts/{id}')
        writing = self._find(ctx, 'PATCH /api/v2/hosts/{id}')
        self.assertTrue(reading.is_allowed)
        self.assertFalse(writing.is_allowed)
        self.assertFalse(writing.is_overridden)
        self.assertEqual('rule:host_inventory:member_api', writing.check)
        self.assertEqual({}, reading.needed_roles)
        self.assertEqual('admin', writing.needed_roles['inventory'])

    def test_the_check_of_the_policy_file_decides(self):
        ctx = self._context(
            '"host_inventory:hosts:write": "role:operator"\n',
            user_id='u',
            roles=['operator'],
            project_id='p',
        )
        writing = self._find(ctx, 'PATCH /api/v2/hosts/{id}')
        self.assertTrue(writing.is_allowed)
        self.assertTrue(writing.is_overridden)
        self.assertEqual('role:operator', writing.check)

    def test_the_own_project_is_compared(self):
        ctx = self._context(user_id='u', roles=['reader'], project_id='p')
        self.assertTrue(self._find(ctx, 'GET /usages').is_allowed)
        self.assertFalse(self._find(ctx, 'GET /traits').is_allowed)

    def test_updates_need_another_role(self):
        ctx = self._context(user_id='u', roles=['member'], project_id='p')
        start = self._find(ctx, 'POST /api/v2/inventory_sources/{id}/update')
        self.assertEqual('update', start.needed_roles['inventory'])

    def test_operations_without_a_rule_are_for_all(self):
        ctx = self._context(user_id='u')
        me = self._find(ctx, 'GET /api/v2/me')
        self.assertTrue(me.is_allowed)
        self.assertIsNone(me.check)

    def test_tokens_of_the_system_may_nothing_else(self):
        ctx = self._context(user_id='u', roles=['admin'], system_scope='all')
        self.assertEqual(
            {None},
            {
                each.operation.rule
                for each in permissions.list_permissions(ctx, _OPERATIONS)
                if each.is_allowed
            },
        )

    def test_the_token_gives_roles_on_organizations(self):
        ctx = self._context(user_id='u', roles=['member'], project_id='p')
        caller = permissions.describe_caller(ctx)
        self.assertEqual(
            ('auditor', 'inventory_admin'), caller.organization_roles
        )
        self.assertFalse(caller.includes_unbound)
        self.assertFalse(caller.is_unrestricted)
        ctx = self._context(strategy='noauth2', user_id='u', roles=['admin'])
        caller = permissions.describe_caller(ctx)
        self.assertTrue(caller.is_unrestricted)
        self.assertTrue(caller.reads_all)
        self.assertTrue(caller.includes_unbound)
