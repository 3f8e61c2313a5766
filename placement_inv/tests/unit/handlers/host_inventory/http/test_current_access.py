import types
import unittest

from placement_inv import conf
from placement_inv import context
from placement_inv import policy
from placement_inv.handlers.host_inventory.http import current_access
from placement_inv.objects.host_inventory.tenancy import roles


def _request(*role_names, strategy='keystone', rule=None, **scope):
    settings = conf.new()
    settings([], default_config_files=[])
    settings.set_override('auth_strategy', strategy, 'api')
    services = types.SimpleNamespace(
        conf=settings, policy=policy.Policy(settings)
    )
    ctx = context.RequestContext(
        services, user_id='u', roles=list(role_names), **scope
    )
    return types.SimpleNamespace(
        ctx=ctx, endpoint=types.SimpleNamespace(rule=rule)
    )


def _access(*role_names, **options):
    req = _request(*role_names, **options)
    current_access.set_limits(req)
    return req.ctx.access


class TestLimits(unittest.TestCase):
    def test_administrators_and_services_have_none(self):
        for role in ('admin', 'service'):
            req = _request(role, project_id='p')
            current_access.set_limits(req)
            self.assertIsNone(req.ctx.access, role)
            self.assertIsNone(req.ctx.limit_connection, role)

    def test_others_have_limits(self):
        for names in ((), ('reader',), ('member',), ('manager',), ('user',)):
            req = _request(*names, project_id='p')
            current_access.set_limits(req)
            self.assertEqual('u', req.ctx.access.external_id)
            self.assertIsNotNone(req.ctx.limit_connection)

    def test_the_roles_of_a_token(self):
        for name, expected in (
            ('manager', {'admin', 'inventory_admin', 'auditor'}),
            ('member', {'inventory_admin', 'auditor'}),
            ('reader', {'auditor'}),
            ('user', set()),
        ):
            self.assertEqual(
                expected, _access(name, project_id='p').token_roles, name
            )

    def test_the_scope_of_a_token(self):
        access = _access('member', project_id='p')
        self.assertEqual(('p', ''), (access.project_id, access.domain_id))
        access = _access('member', domain_id='d')
        self.assertEqual(('', 'd'), (access.project_id, access.domain_id))

    def test_unbound_organizations_are_shared_by_chosen_users(self):
        for strategy, is_shared in (
            ('keystone', False),
            ('http_basic', True),
            ('noauth2', True),
        ):
            access = _access('member', strategy=strategy, project_id='p')
            self.assertIs(is_shared, access.includes_unbound, strategy)

    def test_an_auditor_reads_all(self):
        self.assertTrue(_access('system_auditor').reads_all)
        self.assertFalse(_access('member', project_id='p').reads_all)

    def test_the_roles_that_an_operation_needs(self):
        for rule, kind, expected in (
            ('host_inventory:hosts:write', roles.INVENTORY, roles.ADMIN),
            ('host_inventory:updates:write', roles.INVENTORY, roles.UPDATE),
            (
                'host_inventory:organizations:write',
                roles.ORGANIZATION,
                roles.ADMIN,
            ),
            (
                'host_inventory:inventories:write',
                roles.ORGANIZATION,
                roles.INVENTORY_ADMIN,
            ),
        ):
            access = _access('member', rule=rule, project_id='p')
            self.assertEqual(expected, access.needed_roles[kind], rule)
