"""The directories that the sources of an inventory may use."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions

_organizations = tables.host_inventory.organizations
_inventories = tables.host_inventory.host_inventories


@transactions.reader
def find(ctx, inventory_id):
    """Return the directories for sources of kind `file` of an inventory.

    Organizations of projects and domains have directories of their own, so
    that no project loads the files of another.
    """
    options = ctx.conf.inventory_sources
    organization = ctx.connection.execute(
        sa.select(
            _organizations.c.id,
            _organizations.c.project_id,
            _organizations.c.domain_id,
        )
        .join_from(_inventories, _organizations)
        .where(_inventories.c.id == inventory_id)
    ).first()
    if organization is None:
        # The inventory is being deleted.
        return ()
    own = tuple(
        root.directory
        for root in options.organization_file_roots
        if root.organization_id == organization.id
    )
    is_bound = organization.project_id or organization.domain_id
    if is_bound and not options.share_file_roots:
        return own
    return (*options.file_roots, *own)
