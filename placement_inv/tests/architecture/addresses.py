"""Modules with logic that only other modules' tests and gabbits cover.

The list only becomes shorter: each new module has its own test module.
"""

TESTED_ELSEWHERE = frozenset(
    (
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
