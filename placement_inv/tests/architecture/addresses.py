"""Modules with logic that only the tests of others, and gabbits, reach.

The list only becomes shorter: a new module has a test module of its own.
"""

TESTED_ELSEWHERE = frozenset(
    (
        'ansible/child/cache/placement_inv_facts.py',
        'ansible/child/inventory/placement_inv_input.py',
        'ansible/plugins/cache/placement_inv.py',
        'objects/host_inventory/access/access_token.py',
        'objects/host_inventory/access/keys.py',
        'objects/host_inventory/audit/stream.py',
        'objects/host_inventory/common/authors.py',
        'objects/host_inventory/common/current_generation.py',
        'objects/host_inventory/common/inventory_summary.py',
        'objects/host_inventory/common/latest_updates.py',
        'objects/host_inventory/common/rows.py',
        'objects/host_inventory/common/running_updates.py',
        'objects/host_inventory/filter_catalog/__init__.py',
        'objects/host_inventory/filter_catalog/machines.py',
        'objects/host_inventory/filter_catalog/parts.py',
        'objects/host_inventory/filter_catalog/updates.py',
        'objects/host_inventory/groups/bulk_association.py',
        'objects/host_inventory/groups/group.py',
        'objects/host_inventory/hosts/filter_preview.py',
        'objects/host_inventory/hosts/related_previews.py',
        'objects/host_inventory/lists/page.py',
        'objects/host_inventory/membership/host_filter.py',
        'objects/host_inventory/membership/selects.py',
    )
)
