"""Deletes inventories, a batch at a time."""

from placement_inv import exceptions
from placement_inv.jobs import registry
from placement_inv.objects.host_inventory.inventories import deletion


@registry.job(deletion.TASK, on_failure=deletion.give_up)
def run(ctx, host_inventory_ids, hosts_left):
    """Delete inventories that wait for it, whatever was done before.

    `hosts_left` is how many hosts they had: `give_up` compares.
    """
    for inventory_id in host_inventory_ids:
        while not deletion.delete_empty(ctx, inventory_id):
            _empty(ctx, inventory_id)


def _empty(ctx, inventory_id):
    while deletion.delete_some(ctx, inventory_id):
        if ctx.stopping.is_set():
            raise exceptions.Stopped()
