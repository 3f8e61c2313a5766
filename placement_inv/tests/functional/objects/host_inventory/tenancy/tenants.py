"""Two tenants, each with an organization, an inventory and a host."""

import dataclasses

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import statement_limits


@dataclasses.dataclass(frozen=True)
class Tenant:
    organization: int
    inventory: int
    host: int


def add(test, project_id):
    """Add the rows of a tenant to the database of a test; return their ids."""
    ctx = test.ctx
    organization_id = organization.create(
        ctx, {'name': 'o', 'project_id': project_id}
    ).id
    inventory_id = host_inventory.create(
        ctx, {'name': 'i', 'organization_id': organization_id}
    ).id
    host_id = host.create(
        ctx, {'name': 'h', 'host_inventory_id': inventory_id, 'variables': ''}
    ).id
    return Tenant(organization_id, inventory_id, host_id)


def limited_context(test, name='someone', **access):
    """Return a context whose statements have the limits of an Access."""
    ctx = test.make_context(user_id=name)
    statement_limits.apply(ctx, conditions.Access(external_id=name, **access))
    return ctx


def grant(test, name, role, **objects):
    """Grant a user a role on the object of a column of grants."""
    user_id = user.find_or_create(test.ctx, name, name).id
    with test.database.engine.begin() as connection:
        connection.execute(
            tables.access.role_grants.insert().values(
                natural_key=f'{user_id} {role} {objects}',
                user_id=user_id,
                role=role,
                **objects,
            )
        )
