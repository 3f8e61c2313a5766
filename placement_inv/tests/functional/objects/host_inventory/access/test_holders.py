from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import holders
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)


@base.on_every_database
class TestHolders(base.DatabaseTest):
    def ids(self, select):
        return [row[0] for row in self.rows(select)]

    def test_who_has_a_role_and_on_what(self):
        mine = tenants.add(self, 'mine')
        joe = user.find_or_create(self.ctx, 'joe', 'joe').id
        ops = team.create(
            self.ctx,
            {
                'name': 'ops',
                'description': '',
                'organization_id': mine.organization,
            },
        ).id
        place = (roles.INVENTORY, mine.inventory, roles.USE)
        for grantee in (grants.user(joe), grants.team(ops)):
            grants.grant(self.ctx, grantee, *place)
        self.assertEqual([joe], self.ids(holders.select_users(*place)))
        self.assertEqual([ops], self.ids(holders.select_teams(*place)))
        self.assertEqual(
            [mine.inventory],
            self.ids(
                holders.select_objects(joe, roles.INVENTORY, (roles.USE,))
            ),
        )
        self.assertEqual(
            [],
            self.ids(
                holders.select_objects(joe, roles.INVENTORY, (roles.READ,))
            ),
        )
        self.assertEqual(
            [joe],
            self.ids(
                holders.select_all_users(
                    roles.INVENTORY, mine.inventory, mine.organization
                )
            ),
        )
