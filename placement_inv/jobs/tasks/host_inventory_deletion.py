"""The task that deletes inventories in batches."""

from placement_inv import exceptions
from placement_inv.jobs import registry
from placement_inv.objects.host_inventory.inventories import deletion


@registry.job(deletion.TASK, on_failure=deletion.give_up)
def run(ctx, host_inventory_ids, hosts_left):
    """Delete the inventories; a restarted job continues where it stopped.

    `hosts_left` is the number of their hosts, which `give_up` compares.
    """
    for inventory_id in host_inventory_ids:
        while not deletion.delete_empty(ctx, inventory_id):
            _delete_rows(ctx, inventory_id)


def _delete_rows(ctx, inventory_id):
    while deletion.delete_some(ctx, inventory_id):
        if ctx.stopping.is_set():
            raise exceptions.Stopped()
