import unittest

from placement_inv.objects.host_inventory.tenancy import roles


class TestRoles(unittest.TestCase):
    def test_numbers_are_unique_and_part_of_ids(self):
        numbers = [role.number for role in roles.ROLES]
        self.assertEqual(sorted(set(numbers)), numbers)
        self.assertLess(max(numbers), 64)

    def test_every_included_role_exists(self):
        for role in roles.ROLES:
            for pair in role.includes:
                self.assertEqual(pair[1], roles.get(*pair).name)

    def test_an_organization_admin_has_every_role_in_it(self):
        included = roles.included(roles.ORGANIZATION, roles.ADMIN)
        self.assertEqual(
            {(role.kind, role.name) for role in roles.ROLES}, included
        )

    def test_roles_that_include_another(self):
        for (kind, name, holder), expected in {
            ('inventory', 'read', None): (
                'admin',
                'update',
                'adhoc',
                'use',
                'read',
            ),
            ('inventory', 'update', None): ('admin', 'update'),
            ('inventory', 'use', None): ('admin', 'adhoc', 'use'),
            ('inventory', 'read', 'organization'): (
                'admin',
                'inventory_admin',
                'auditor',
            ),
            ('inventory', 'admin', 'organization'): (
                'admin',
                'inventory_admin',
            ),
            ('organization', 'admin', None): ('admin',),
            ('organization', 'read', None): (
                'admin',
                'inventory_admin',
                'auditor',
                'member',
                'read',
            ),
            ('team', 'read', 'organization'): ('admin', 'auditor'),
            ('team', 'member', 'team'): ('admin', 'member'),
        }.items():
            with self.subTest(kind=kind, name=name, holder=holder):
                self.assertEqual(expected, roles.including(kind, name, holder))

    def test_ids(self):
        for role in roles.ROLES:
            number = roles.role_id(role.kind, 7, role.name)
            self.assertEqual((role, 7), roles.parse_role_id(number))

    def test_ids_of_no_role(self):
        for number in (0, 1, 64, 64 + 63, -1):
            self.assertIsNone(roles.parse_role_id(number), number)

    def test_needed_roles_exist(self):
        for needed in (roles.NEEDED_BY_DEFAULT, *roles.NEEDED.values()):
            for kind, name in needed.items():
                self.assertEqual(kind, roles.get(kind, name).kind)
